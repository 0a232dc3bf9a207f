package io.quarkiverse.mqttx.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Identifies the request that a reply answers: the correlation data of MQTT 5 (MQTT-5.0 §3.3.2.3.6), or the last level
 * of the reply's topic if the topic of the request says where to reply. Immutable.
 */
public final class CorrelationId {

    /** More would not fit beside the rest of a topic. */
    private static final int MAX_BYTES = 1024;

    private final byte[] bytes;
    private final int hash;

    private CorrelationId(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /**
     * The id of these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 1 to 1024 of them
     */
    public static CorrelationId of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a correlation id has " + bytes.length + " bytes; use at least 1 and at most " + MAX_BYTES);
        }
        return new CorrelationId(bytes.clone());
    }

    /** The id of the text in UTF-8. */
    public static CorrelationId of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CorrelationId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The bytes as text if they are printable ASCII, else in base64 with the alphabet for URLs, without padding. */
    @Override
    public String toString() {
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
