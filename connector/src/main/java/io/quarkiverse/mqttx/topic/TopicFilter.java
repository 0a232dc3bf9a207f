package io.quarkiverse.mqttx.topic;

/**
 * The topic filter of a subscription (MQTT-5.0 §4.7), also in the form of a shared subscription,
 * {@code $share/{group}/{filter}} (MQTT-5.0 §4.8.2).
 * <p>
 * {@code +} stands for one level, {@code #} at the end for any number of levels, the parent's own included. A filter that
 * begins with a wildcard does not match topics that begin with {@code $} [MQTT-4.7.2-1]. Immutable, for any thread.
 */
public final class TopicFilter {

    private static final String SHARE = "$share/";

    private final String text;
    private final String matchFilter;
    private final boolean wildcards;

    private TopicFilter(String text) {
        this.text = text;
        this.matchFilter = text.substring(filterStart(text));
        this.wildcards = matchFilter.indexOf('#') >= 0 || matchFilter.indexOf('+') >= 0;
    }

    /**
     * The filter of this text.
     *
     * @throws IllegalArgumentException with what {@link #problem} says
     */
    public static TopicFilter of(String text) {
        String problem = problem(text);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return new TopicFilter(text);
    }

    /** Why this cannot be subscribed to, with the value and the remedy, or {@code null} when it can. */
    public static String problem(String text) {
        String problem = MqttString.problem("topic filter", text);
        if (problem != null) {
            return problem;
        }
        problem = text.startsWith(SHARE) ? shareProblem(text) : null;
        return problem != null ? problem : wildcardProblem(text, filterStart(text));
    }

    private static String shareProblem(String text) {
        int groupEnd = text.indexOf('/', SHARE.length());
        String remedy = "; write $share/{group}/{filter}, as in '$share/workers/sensors/#'";
        if (groupEnd == SHARE.length() || text.length() == SHARE.length()) {
            return "the topic filter " + MqttString.quote(text) + " is a shared subscription without a group" + remedy;
        }
        if (groupEnd < 0 || groupEnd == text.length() - 1) {
            return "the topic filter " + MqttString.quote(text) + " is a shared subscription without a filter" + remedy;
        }
        for (int i = SHARE.length(); i < groupEnd; i++) {
            if (isWildcard(text.charAt(i))) {
                return "the topic filter " + MqttString.quote(text) + " has the wildcard '" + text.charAt(i)
                        + "' in the group of its shared subscription" + remedy;
            }
        }
        return null;
    }

    private static String wildcardProblem(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isWildcard(c)) {
                continue;
            }
            boolean begins = i == start || text.charAt(i - 1) == '/';
            boolean last = i == text.length() - 1;
            if (!begins || !last && text.charAt(i + 1) != '/') {
                return "the topic filter " + MqttString.quote(text) + " mixes the wildcard '" + c + "' at index " + i
                        + " with other characters; a wildcard is a whole level, as in 'sensors/" + c + "'";
            }
            if (c == '#' && !last) {
                return "the topic filter " + MqttString.quote(text) + " goes on after the wildcard '#' at index " + i
                        + "; '#' is the last level, use '+' for a level in between";
            }
        }
        return null;
    }

    private static boolean isWildcard(char c) {
        return c == '+' || c == '#';
    }

    /** Where the filter proper begins: after the group of a shared subscription. */
    private static int filterStart(String text) {
        return text.startsWith(SHARE) ? text.indexOf('/', SHARE.length()) + 1 : 0;
    }

    /** As it goes on the wire, {@code $share/{group}/} included. */
    public String text() {
        return text;
    }

    /** What topics are compared with: without {@code $share/{group}/}. */
    public String matchFilter() {
        return matchFilter;
    }

    /** Whether this is a shared subscription, of whose messages each goes to one member of the group only. */
    public boolean isShared() {
        return text.startsWith(SHARE);
    }

    /** Whether a message on this topic belongs to this subscription. The topic must be a valid one; allocates nothing. */
    public boolean matches(String topic) {
        if (!wildcards) {
            return matchFilter.equals(topic);
        }
        int filterLength = matchFilter.length();
        int topicLength = topic.length();
        if (isWildcard(matchFilter.charAt(0)) && topicLength > 0 && topic.charAt(0) == '$') {
            return false;
        }
        int t = 0;
        for (int f = 0; f < filterLength; f++) {
            char c = matchFilter.charAt(f);
            if (c == '#') {
                return true;
            }
            if (c == '+') {
                while (t < topicLength && topic.charAt(t) != '/') {
                    t++;
                }
            } else if (t < topicLength && topic.charAt(t) == c) {
                t++;
            } else {
                // "sport/#" matches "sport" too: the topic may end where only "/#" is left
                return t == topicLength && c == '/' && f + 2 == filterLength && matchFilter.charAt(f + 1) == '#';
            }
        }
        return t == topicLength;
    }

    /** Whether some topic matches both filters; a broker may then send a message on it once for each of them. */
    public boolean overlaps(TopicFilter other) {
        String one = matchFilter;
        String two = other.matchFilter;
        for (int i = 0, j = 0;;) {
            int endOfOne = levelEnd(one, i);
            int endOfTwo = levelEnd(two, j);
            char first = endOfOne > i ? one.charAt(i) : '/';
            char second = endOfTwo > j ? two.charAt(j) : '/';
            boolean wildcard = isWildcard(first) || isWildcard(second);
            // [MQTT-4.7.2-1]: a wildcard at the beginning does not match "$SYS" and its like
            if (i == 0 && wildcard && (first == '$' || second == '$')) {
                return false;
            }
            if (first == '#' || second == '#') {
                return true;
            }
            if (!wildcard && !one.regionMatches(i, two, j, Math.max(endOfOne - i, endOfTwo - j))) {
                return false;
            }
            i = endOfOne + 1;
            j = endOfTwo + 1;
            if (i > one.length() || j > two.length()) {
                // "sport/#" matches "sport" too, so the longer one may have "#" left
                return i > one.length() && j > two.length() || i <= one.length() && one.startsWith("#", i)
                        || j <= two.length() && two.startsWith("#", j);
            }
        }
    }

    /** Where the level that begins at {@code from} ends, in a filter or a topic. */
    static int levelEnd(String text, int from) {
        int end = text.indexOf('/', from);
        return end < 0 ? text.length() : end;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter filter && text.equals(filter.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
