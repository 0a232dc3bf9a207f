package io.quarkiverse.mqttx.transport;

import java.util.Arrays;

/**
 * The topics seen last, by their bytes, so that a topic that comes again costs neither decoding nor allocation. Direct-mapped:
 * a newcomer replaces what is in its slot, so that the memory is bounded whatever the broker sends.
 */
final class TopicStrings {

    /** Longer topics are decoded each time, in bytes. */
    static final int MAX_LENGTH = 128;

    private static final int SLOTS = 256;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] topics = new String[SLOTS];

    /** Where a topic belongs. */
    static int slot(byte[] bytes, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
    }

    /** The topic of exactly these bytes, or {@code null}. */
    String get(int slot, byte[] bytes, int length) {
        byte[] key = keys[slot];
        return key != null && Arrays.equals(key, 0, key.length, bytes, 0, length) ? topics[slot] : null;
    }

    void put(int slot, byte[] bytes, int length, String topic) {
        keys[slot] = Arrays.copyOf(bytes, length);
        topics[slot] = topic;
    }
}
