package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

class Utf8ValidatorTest {

    /** Bytes that are the first or the last of something. */
    private static final int[] EDGES = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xE1,
            0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };

    @Test
    void agreesWithTheDecoderOfJavaOnWhateverBytes() {
        Random random = new Random(1);
        int wellFormed = 0;
        for (int run = 0; run < 200_000; run++) {
            byte[] bytes = random(random);
            boolean expected = decodes(bytes);
            assertThat(Utf8Validator.isWellFormed(bytes)).as(() -> java.util.HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
            wellFormed += expected ? 1 : 0;
        }
        assertThat(wellFormed).as("both kinds occur").isBetween(20_000, 180_000);
    }

    @Test
    void takesNulInAPayloadAndNotInAString() {
        byte[] bytes = "a\u0000b".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8Validator.isWellFormed(bytes)).isTrue();
        assertThat(Utf8Validator.isValid(bytes, bytes.length)).isFalse();
    }

    private static byte[] random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : character(random));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) EDGES[random.nextInt(EDGES.length)];
        }
        return bytes;
    }

    private static int character(Random random) {
        int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
        return Character.getType(codePoint) == Character.SURROGATE ? 'x' : codePoint;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
