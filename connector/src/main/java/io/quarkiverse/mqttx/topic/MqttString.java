package io.quarkiverse.mqttx.topic;

import java.util.Locale;

/**
 * Checks the rules for every string on the wire (MQTT-5.0 §1.5.4) without encoding it: at most 65535 bytes of UTF-8,
 * without NUL and halves of surrogate pairs. For topics there is more to check, see {@link TopicName} and {@link TopicFilter}.
 * <p>
 * A receiver may also refuse control characters (U+0001 to U+001F, U+007F to U+009F) and non-characters (U+FDD0 to U+FDEF, and
 * the last two of each plane), and brokers do so by ending the connection. {@link #controlProblem} finds them.
 */
public final class MqttString {

    /** A string's length takes two bytes on the wire. */
    public static final int MAX_BYTES = WireLimits.MAX_TWO_BYTES;
    /** How much of a value an error message shows. */
    private static final int SHOWN = 80;

    private static final int DELETE = 0x7F;
    private static final int AFTER_CONTROLS = 0xA0;

    private MqttString() {
    }

    /**
     * The number of bytes the text takes in UTF-8, or, below zero, {@code -1 - index} of the first character that must not
     * occur: NUL [MQTT-1.5.4-2], or half a surrogate pair [MQTT-1.5.4-1].
     *
     * @param controls whether control characters and non-characters may occur
     */
    static int utf8Length(String text, boolean controls) {
        int bytes = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c < ' ' && (!controls || c == 0) || c == DELETE && !controls) {
                    return -1 - i;
                }
                bytes++;
            } else if (c < 0x800) {
                if (c < AFTER_CONTROLS && !controls) {
                    return -1 - i;
                }
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                if (!controls && isNonCharacter(c)) {
                    return -1 - i;
                }
                bytes += 3;
            } else if (isPair(text, i) && (controls || !isNonCharacter(text.codePointAt(i)))) {
                bytes += 4;
                i++;
            } else {
                return -1 - i;
            }
        }
        return bytes;
    }

    /**
     * The bytes of a text in UTF-8, without the two length bytes before it. A surrogate without its partner counts one byte,
     * since encoders put a question mark in its place.
     */
    public static long encodedLength(String text) {
        int length = text.length();
        long bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            }
        }
        return bytes;
    }

    private static boolean isPair(String text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private static boolean isNonCharacter(int codePoint) {
        return codePoint >= 0xFDD0 && (codePoint <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE);
    }

    private static boolean isControl(int codePoint) {
        return codePoint < ' ' || codePoint >= DELETE && codePoint < AFTER_CONTROLS || isNonCharacter(codePoint);
    }

    /**
     * Why a string that must not be empty cannot go on the wire, with the value and the remedy, or {@code null} when it can.
     * Allocates nothing in that case. Not for secrets: the value is part of the text.
     *
     * @param what it is, as it stands in a sentence: {@code topic name}, {@code client id}
     */
    public static String problem(String what, String text) {
        return problem(what, text, true);
    }

    /** @param controls whether control characters and non-characters may occur */
    static String problem(String what, String text, boolean controls) {
        if (text == null || text.isEmpty()) {
            return "the " + what + " is " + (text == null ? "missing (null)" : "empty")
                    + "; give one of at least one character";
        }
        int bytes = utf8Length(text, controls);
        if (bytes > MAX_BYTES) {
            return "the " + what + " " + quote(text) + " takes " + bytes + " bytes in UTF-8; shorten it to at most "
                    + MAX_BYTES;
        }
        return bytes < 0 ? problemAt(-1 - bytes, what, text) : null;
    }

    /**
     * Why a broker may refuse a text that can go on the wire, with the value and the remedy: the first control character or
     * non-character in it. {@code null} when there is none, as in no text at all; allocates nothing in that case.
     *
     * @param what as in {@link #problem}
     */
    public static String controlProblem(String what, String text) {
        int bytes = text == null ? 0 : utf8Length(text, false);
        return bytes < 0 ? problemAt(-1 - bytes, what, text) : null;
    }

    private static String problemAt(int index, String what, String text) {
        int c = text.codePointAt(index);
        String begin = "the " + what + " " + quote(text) + " contains ";
        String end = " at index " + index;
        if (c == 0) {
            return begin + "the character NUL" + end + "; remove it";
        }
        if (!isControl(c)) {
            return begin + "half a surrogate pair, which has no UTF-8 form," + end + "; remove it";
        }
        return begin + (isNonCharacter(c) ? "the non-character U+" : "the control character U+") + hex(c) + end
                + ", for which a broker may end the connection (MQTT-5.0 §1.5.4); remove it, or set"
                + " allow-control-characters=true if the broker accepts it";
    }

    /** At least four digits, in capitals. */
    private static String hex(int codePoint) {
        String hex = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return "0000".substring(Math.min(4, hex.length())) + hex;
    }

    /** The value for a message: in quotes, on one line, printable, and not longer than a line or so. */
    public static String quote(String text) {
        return SafeText.quote(text, SHOWN);
    }

    /**
     * The text with an escape, as in <code>\u005cu000a</code>, in place of each character that a broker may refuse; the same
     * object where there is none.
     */
    public static String printable(String text) {
        if (utf8Length(text, false) >= 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            append(shown, text, i);
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, String text, int index) {
        char c = text.charAt(index);
        boolean second = Character.isLowSurrogate(c) && index > 0 && isPair(text, index - 1);
        int codePoint = text.codePointAt(second ? index - 1 : index);
        if (isControl(codePoint) || codePoint <= Character.MAX_VALUE && Character.isSurrogate(c)) {
            String hex = Integer.toHexString(c);
            shown.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
        } else {
            shown.append(c);
        }
    }
}
