package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @Test
    void leavesPlainTextAsItIs() {
        String text = "Größe 20 °C, 測定 \uD83D\uDE80 ~";
        assertThat(SafeText.of(text)).isSameAs(text);
        assertThat(SafeText.of((String) null)).isNull();
    }

    @Test
    void escapesLineBreaksAndTabsInShort() {
        assertThat(SafeText.of("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0x07, 0x08, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x061C, 0x200B, 0x200E, 0x200F,
            0x2028,
            0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xE000, 0xFEFF, 0xFFFF, 0xE0001, 0xE0041 })
    void escapesWhatCommandsATerminalOrIsNotSeen(int codePoint) {
        String shown = SafeText.of("a" + new String(Character.toChars(codePoint)) + "b");
        assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    }

    @Test
    void cutsWhatIsTooLongAndSaysHowLongItWas() {
        assertThat(SafeText.of("x".repeat(256))).hasSize(256);
        assertThat(SafeText.of("x".repeat(65_535))).isEqualTo("x".repeat(256) + "… (65535 characters)");
        assertThat(SafeText.quote("x".repeat(257))).isEqualTo("'" + "x".repeat(256) + "…' (257 characters)");
        assertThat(SafeText.ofMessage("x".repeat(100_000))).hasSizeLessThan(2_100);
    }

    @Test
    void doesNotCutWithinACharacter() {
        assertThat(SafeText.of("x".repeat(255) + "\uD83D\uDE80\uD83D\uDE80")).isEqualTo("x".repeat(255) + "… (259 characters)");
    }

    @Test
    void aFailureWithPlainMessagesStaysTheSame() {
        Throwable failure = new IllegalStateException("plain", new IOException("as well"));
        assertThat(SafeText.of(failure)).isSameAs(failure);
    }

    @Test
    void aFailureIsPrintedWithoutWhatItsMessagesSmuggle() {
        Throwable failure = new IllegalStateException("a\nforged", new IOException("b\u001B[31m"));
        failure.addSuppressed(new IOException("c\r\nforged"));
        assertThat(printed(SafeText.of(failure))).contains("java.lang.IllegalStateException: a\\nforged",
                "Caused by: java.io.IOException: b\\u001b[31m", "Suppressed: java.io.IOException: c\\r\\nforged",
                "at " + SafeTextTest.class.getName()).doesNotContain("\u001B", "\nforged");
    }

    @Test
    void causesInACircleEnd() {
        IllegalStateException first = new IllegalStateException("a\n");
        first.initCause(new IllegalStateException("b\n", first));
        assertThat(printed(SafeText.of(first))).contains("a\\n", "b\\n");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
