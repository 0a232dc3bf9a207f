package io.quarkiverse.mqttx.api;

import java.util.Locale;

/**
 * How much of each packet is logged in the category {@code io.quarkiverse.mqttx.packets}; the attribute {@code trace}.
 * Passwords, the data of AUTH and correlation data never are.
 *
 * @param headers whether packets are logged at all
 * @param payloadBytes how many bytes of a payload are logged at most
 */
public record TraceLevel(boolean headers, int payloadBytes) {

    /** Nothing is logged. */
    public static final TraceLevel OFF = new TraceLevel(false, 0);

    /** One line for each packet, without payloads. */
    public static final TraceLevel HEADERS = new TraceLevel(true, 0);

    private static final String PAYLOAD = "payload:";

    /** As {@link #HEADERS}, with the first bytes of payloads: as text if they are text, else in hexadecimal digits. */
    public static TraceLevel payload(int bytes) {
        return new TraceLevel(true, bytes);
    }

    /**
     * Reads {@code off}, {@code headers} or {@code payload:N}.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static TraceLevel parse(String text) {
        String level = text.trim().toLowerCase(Locale.ROOT);
        if (level.equals("off")) {
            return OFF;
        }
        if (level.equals("headers")) {
            return HEADERS;
        }
        if (level.startsWith(PAYLOAD)) {
            try {
                int bytes = Integer.parseInt(level.substring(PAYLOAD.length()).trim());
                if (bytes > 0) {
                    return payload(bytes);
                }
            } catch (NumberFormatException e) {
                // said below
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no level of the packet trace; use off, headers or payload:N, where"
                        + " N is the number of bytes to show");
    }

    /** The one that shows more. */
    public TraceLevel orMore(TraceLevel other) {
        return new TraceLevel(headers || other.headers, Math.max(payloadBytes, other.payloadBytes));
    }

    /** As it is written in the attribute. */
    @Override
    public String toString() {
        return !headers ? "off" : payloadBytes == 0 ? "headers" : PAYLOAD + payloadBytes;
    }
}
