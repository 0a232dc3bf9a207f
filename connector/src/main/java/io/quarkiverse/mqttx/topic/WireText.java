package io.quarkiverse.mqttx.topic;

/**
 * What MQTT asks of every string on the wire (MQTT-5.0 §1.5.4), checked without encoding it: at most 65535 bytes of UTF-8,
 * without NUL and halves of surrogate pairs. For topics there is more to check, see {@link TopicName} and {@link TopicFilter}.
 */
public final class WireText {

    /** A string's length takes two bytes on the wire. */
    static final int MAX_BYTES = 65_535;
    /** How much of a value an error message shows. */
    private static final int SHOWN = 80;

    private WireText() {
    }

    /**
     * The number of bytes the text takes in UTF-8, or, below zero, {@code -1 - index} of the first character that must not
     * occur: NUL [MQTT-1.5.4-2], or half a surrogate pair [MQTT-1.5.4-1].
     */
    static int utf8Length(String text) {
        int bytes = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    return -1 - i;
                }
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1 - i;
            }
        }
        return bytes;
    }

    /**
     * Why a string that must not be empty cannot go on the wire, with the value and the remedy, or {@code null} when it can.
     * Allocates nothing in that case. Not for secrets: the value is part of the text.
     *
     * @param what it is, as it stands in a sentence: {@code topic name}, {@code client id}
     */
    public static String problem(String what, String text) {
        if (text == null || text.isEmpty()) {
            return "the " + what + " is " + (text == null ? "missing (null)" : "empty")
                    + "; give one of at least one character";
        }
        int bytes = utf8Length(text);
        if (bytes > MAX_BYTES) {
            return "the " + what + " " + quote(text) + " takes " + bytes + " bytes in UTF-8; shorten it to at most "
                    + MAX_BYTES;
        }
        if (bytes < 0) {
            int index = -1 - bytes;
            return "the " + what + " " + quote(text) + " contains "
                    + (text.charAt(index) == 0 ? "the character NUL" : "half a surrogate pair, which has no UTF-8 form,")
                    + " at index " + index + "; remove it";
        }
        return null;
    }

    /** The value for a message: in quotes, on one line, printable, and not longer than a line or so. */
    static String quote(String text) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            if (i == SHOWN) {
                return shown.append("…' (").append(text.length()).append(" characters)").toString();
            }
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                String hex = Integer.toHexString(c);
                shown.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
            } else {
                shown.append(c);
            }
        }
        return shown.append('\'').toString();
    }
}
