package io.quarkiverse.mqttx.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ByteProcessor;

/**
 * Validates UTF-8 without decoding it. Java's own decoder would put replacement characters in place of what is wrong,
 * or allocate.
 */
public final class Utf8Validator {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NO_ASCII = 0x8080_8080_8080_8080L;

    private Utf8Validator() {
    }

    /** Whether this is a string of a packet: well-formed UTF-8 without U+0000 [MQTT-1.5.4-1] [MQTT-1.5.4-2]. */
    static boolean isValid(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return isWellFormed(bytes, length);
    }

    /** As {@link #isValid(byte[], int)}, for what is too long to be copied for that. */
    static boolean isValid(ByteBuf bytes, int index, int length) {
        return bytes.forEachByte(index, length, ByteProcessor.FIND_NUL) < 0
                && ByteBufUtil.isText(bytes, index, length, StandardCharsets.UTF_8);
    }

    /** Whether this is well-formed UTF-8, as a payload may be (MQTT-5.0 §3.3.2.3.2). */
    public static boolean isWellFormed(byte[] bytes) {
        return isWellFormed(bytes, bytes.length);
    }

    private static boolean isWellFormed(byte[] bytes, int length) {
        int i = 0;
        while (i < length) {
            if (i + Long.BYTES <= length && ((long) LONGS.get(bytes, i) & NO_ASCII) == 0) {
                i += Long.BYTES;
                continue;
            }
            int b = bytes[i++];
            if (b >= 0) {
                continue;
            }
            int more = continuationBytes(b);
            if (more == 0 || i + more > length || !isSecondByteValid(b & 0xFF, bytes[i] & 0xFF)) {
                return false;
            }
            for (int end = i + more; i < end; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many bytes follow this first byte of more than one; 0 when no character begins with it. */
    private static int continuationBytes(int first) {
        int b = first & 0xFF;
        if (b < 0xC2 || b > 0xF4) {
            return 0;
        }
        if (b < 0xE0) {
            return 1;
        }
        return b < 0xF0 ? 2 : 3;
    }

    /** Excludes overlong forms, surrogates and what lies above U+10FFFF. */
    private static boolean isSecondByteValid(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
