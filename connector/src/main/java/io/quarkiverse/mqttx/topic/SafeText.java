package io.quarkiverse.mqttx.topic;

/**
 * The one place through which text of others passes before it is logged, thrown or shown: reason strings, topics,
 * properties, and the messages of exceptions that quote them. It becomes one line that looks like what it is: control
 * characters, which could begin a new line of the log or command a terminal, and characters that are not seen or that turn
 * the direction of writing are escaped as in Java, and what is too long is cut. What the application itself is to use, such
 * as the metadata of a message, stays as it was sent.
 */
public final class SafeText {

    /** How many characters are shown of one text. */
    static final int SHOWN = 256;
    /** How many are shown of the message of an exception, where our own words stand beside those of others. */
    private static final int SHOWN_OF_MESSAGE = 2_000;
    private static final int DEEPEST_CAUSE = 20;

    private SafeText() {
    }

    /**
     * The text on one line, at most its first 256 characters; itself where that changes nothing, {@code null} for {@code null}.
     */
    public static String of(String text) {
        return of(text, SHOWN);
    }

    /** As {@link #of(String)}, for what an exception says; the text may contain some that has passed here before. */
    public static String ofMessage(String message) {
        return of(message, SHOWN_OF_MESSAGE);
    }

    /** As {@link #of(String)}, for what somebody wants to see to its end. */
    public static String ofPayload(String payload) {
        return of(payload, Integer.MAX_VALUE);
    }

    /** As {@link #of(String)}, in quotes. */
    public static String quote(String text) {
        return quote(text, SHOWN);
    }

    static String quote(String text, int longest) {
        int end = end(text, longest);
        return "'" + escaped(text, end) + (end < text.length() ? "…' (" + text.length() + " characters)" : "'");
    }

    /**
     * The failure as the log may show it with its stack and causes: itself where its messages contain nothing to be escaped,
     * else one that looks like it.
     */
    public static Throwable of(Throwable failure) {
        return isSafe(failure, 0) ? failure : new Shown(failure, 0);
    }

    static String of(String text, int longest) {
        if (text == null) {
            return null;
        }
        int end = end(text, longest);
        String escaped = escaped(text, end);
        return end < text.length() ? escaped + "… (" + text.length() + " characters)" : escaped;
    }

    /** Where to cut, which is not within a character. */
    private static int end(String text, int longest) {
        if (text.length() <= longest) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    }

    private static String escaped(String text, int end) {
        for (int i = 0; i < end; i += Character.charCount(text.codePointAt(i))) {
            if (!isPlain(text.codePointAt(i))) {
                return escapedFrom(i, text, end);
            }
        }
        return end == text.length() ? text : text.substring(0, end);
    }

    private static String escapedFrom(int begin, String text, int end) {
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, begin);
        int codePoint;
        for (int i = begin; i < end; i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (isPlain(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                escape(shown, codePoint);
            }
        }
        return shown.toString();
    }

    private static void escape(StringBuilder shown, int codePoint) {
        switch (codePoint) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    String hex = Integer.toHexString(unit);
                    shown.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
                }
            }
        }
    }

    private static boolean isPlain(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                false;
            default -> true;
        };
    }

    private static boolean isSafe(Throwable failure, int depth) {
        if (failure == null || depth == DEEPEST_CAUSE) {
            return failure == null;
        }
        String text = String.valueOf(failure);
        if (of(text, Integer.MAX_VALUE) != text) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isSafe(suppressed, depth + 1)) {
                return false;
            }
        }
        return isSafe(failure.getCause(), depth + 1);
    }

    /** Prints as the failure it stands for would, but for what is escaped. */
    private static final class Shown extends Throwable {

        private final String text;

        private Shown(Throwable failure, int depth) {
            super(null, depth == DEEPEST_CAUSE || failure.getCause() == null ? null : new Shown(failure.getCause(), depth + 1));
            text = ofMessage(failure.toString());
            setStackTrace(failure.getStackTrace());
            if (depth < DEEPEST_CAUSE) {
                for (Throwable suppressed : failure.getSuppressed()) {
                    addSuppressed(new Shown(suppressed, depth + 1));
                }
            }
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }

        @Override
        public String getMessage() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The first cause of a failure; the failure itself when there is no other. Looks no deeper than 20 causes. */
    public static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
