package io.quarkiverse.mqttx.chaos;

import java.nio.charset.StandardCharsets;

/**
 * A payload that says which message it is, such as {@code out2 17 aaaa}: mostly small, now and then larger than a read of the
 * socket. The rest of it follows from the number, so that a byte that changed on its way is noticed.
 */
record NumberedPayload(Flow flow, int number) {

    String text() {
        return flow.label() + ' ' + number + ' ' + String.valueOf(letter()).repeat(fillerLength());
    }

    private char letter() {
        return (char) ('a' + number % 26);
    }

    private int fillerLength() {
        if (number % 500 == 499) {
            return 70_000;
        }
        return number % 50 == 49 ? 4_000 : number * 31 % 200;
    }

    /** Fails when it is not what was sent. */
    static NumberedPayload parse(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (second < 0) {
            throw new IllegalArgumentException("not one of our payloads: " + shortened(text));
        }
        NumberedPayload payload = new NumberedPayload(Flow.valueOf(text.substring(0, first).toUpperCase()),
                Integer.parseInt(text.substring(first + 1, second)));
        if (!payload.text().equals(text)) {
            throw new IllegalArgumentException("a payload has changed on its way: " + shortened(text));
        }
        return payload;
    }

    static NumberedPayload parse(byte[] bytes, int offset, int length) {
        return parse(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(60, text.length()));
    }
}
