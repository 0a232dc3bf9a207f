package io.quarkiverse.mqttx.topic;

import java.util.ArrayList;
import java.util.List;

/** Parses a {@link TopicTemplate}. Stops at the first problem. */
final class TemplateParser {

    private static final String FOR_A_BRACE = "; for a brace in the topic itself write {{ or }}";
    private static final String SHARE = "$share/";

    final String text;
    /** What stands before each variable, and after the last. */
    final List<String> literals = new ArrayList<>();
    final List<String> names = new ArrayList<>();
    /** Whether the last variable takes all the rest. */
    boolean takesRest;
    /** {@code null} when it is a template. */
    String problem;
    private final List<Integer> positions = new ArrayList<>();
    private final StringBuilder filter = new StringBuilder();
    private final StringBuilder literal = new StringBuilder();

    /** @param text may be {@code null}, which is a problem */
    TemplateParser(String text) {
        this.text = text;
        if (text == null) {
            problem = MqttString.problem("topic", null);
            return;
        }
        int i = 0;
        while (i < text.length() && problem == null) {
            char c = text.charAt(i);
            if (c != '{' && c != '}') {
                addLiteral(c);
                i++;
            } else if (text.startsWith(String.valueOf(c), i + 1)) {
                addLiteral(c);
                i += 2;
            } else if (c == '}') {
                problem = shown() + " closes a brace at index " + i + " that is not open" + FOR_A_BRACE;
            } else {
                i = addVariable(i);
            }
        }
        literals.add(literal.toString());
    }

    private void addLiteral(char c) {
        literal.append(c);
        filter.append(c);
    }

    /** @return the index behind it */
    private int addVariable(int open) {
        int close = text.indexOf('}', open);
        if (close < 0) {
            problem = shown() + " opens a brace at index " + open + " that is not closed" + FOR_A_BRACE;
            return text.length();
        }
        boolean rest = text.charAt(close - 1) == '#';
        String name = text.substring(open + 1, rest ? close - 1 : close);
        int end = close + 1;
        problem = problemOf(name, text.substring(open, end), open, end, rest);
        literals.add(literal.toString());
        literal.setLength(0);
        names.add(name);
        positions.add(filter.length());
        filter.append(rest ? '#' : '+');
        takesRest = rest;
        return end;
    }

    private String problemOf(String name, String variable, int open, int end, boolean rest) {
        if (!isName(name)) {
            return shown() + " has the variable " + MqttString.quote(variable)
                    + ", and its name is not one; use letters, digits,"
                    + " '_' and '-', with a letter or '_' at the beginning" + FOR_A_BRACE;
        }
        boolean begins = open == 0 || text.charAt(open - 1) == '/';
        if (!begins || end < text.length() && text.charAt(end) != '/') {
            return shown() + " mixes the variable " + variable + " with other characters; a variable is a whole level, as in"
                    + " 'sensors/" + variable + "'" + FOR_A_BRACE;
        }
        if (rest && end < text.length()) {
            return shown() + " goes on after the variable " + variable + ", which takes all the rest; use {" + name
                    + "} for one level";
        }
        if (names.contains(name)) {
            return shown() + " has the variable {" + name + "} twice; give each a name of its own";
        }
        if (filter.indexOf(SHARE) == 0 && filter.indexOf("/", SHARE.length()) < 0) {
            return shown() + " has the variable " + variable + " in the group of its shared subscription, which is one for all;"
                    + " write the group's name, as in '$share/workers/sensors/{sensor}'";
        }
        return null;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(Character.isLetter(c) || c == '_' || i > 0 && (Character.isDigit(c) || c == '-'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private String shown() {
        return "the topic " + MqttString.quote(text);
    }

    /** With wildcards in place of the variables. Not checked any further. */
    String filter() {
        return filter.toString();
    }

    /** The level of each variable, without the group of a shared subscription. */
    int[] levels() {
        int start = filter.indexOf(SHARE) == 0 ? filter.indexOf("/", SHARE.length()) + 1 : 0;
        return positions.stream().mapToInt(position -> (int) filter.chars().limit(position).skip(start)
                .filter(c -> c == '/').count()).toArray();
    }
}
