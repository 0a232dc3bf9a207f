package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the peer sends: frames that were encoded before, as fast as the window or the pace allows. */
final class Sending {

    private static final long NANOS = 1_000_000_000L;
    /** How many frames are encoded at least, so that a large write holds many. */
    private static final int BYTES = 1 << 20;
    private static final int MAX_ID = 65_535;

    private final ByteBuffer frames;
    private final int frame;
    private final int count;
    private final int qos;
    private final int window;
    private final long perSecond;
    private final long begin = System.nanoTime();
    private final long before;

    /**
     * @param version5 whether the client speaks MQTT 5
     * @param window how many may be unacknowledged
     * @param perSecond the pace, 0 for none
     * @param before how many were sent before
     */
    Sending(boolean version5, String topic, int qos, byte[] payload, int window, long perSecond, long before) {
        this.before = before;
        this.qos = qos;
        this.window = window;
        this.perSecond = perSecond;
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        int length = 2 + name.length + (qos > 0 ? 2 : 0) + (version5 ? 1 : 0) + payload.length;
        frame = 1 + bytesOf(length) + length;
        count = Math.min(MAX_ID, Math.max(qos > 0 ? 4 * window : 1, BYTES / frame));
        frames = ByteBuffer.allocateDirect(count * frame);
        for (int id = 1; id <= count; id++) {
            frames.put((byte) (0x30 | qos << 1));
            int rest = length;
            do {
                frames.put((byte) (rest > 0x7F ? rest & 0x7F | 0x80 : rest));
                rest >>>= 7;
            } while (rest > 0);
            frames.putShort((short) name.length).put(name);
            if (qos > 0) {
                frames.putShort((short) id);
            }
            if (version5) {
                frames.put((byte) 0);
            }
            frames.put(payload);
        }
    }

    private static int bytesOf(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4;
    }

    boolean isPaced() {
        return perSecond > 0;
    }

    /** How many frames may go out now. */
    long due(long now, long sent, long acknowledged, int maxBytes) {
        long due = Math.max(1, maxBytes / frame);
        if (qos > 0) {
            due = Math.min(due, window - (sent - acknowledged));
        }
        if (perSecond > 0) {
            due = Math.min(due, (now - begin) * perSecond / NANOS - (sent - before));
        }
        return Math.min(due, count - place(sent));
    }

    private int place(long sent) {
        return (int) ((sent - before) % count);
    }

    ByteBuffer frames(long sent, long howMany) {
        int from = place(sent) * frame;
        return frames.slice(from, (int) howMany * frame);
    }
}
