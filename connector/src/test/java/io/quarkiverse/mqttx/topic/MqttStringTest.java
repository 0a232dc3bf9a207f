package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT-5.0 §1.5.4: what a receiver may refuse, besides what no packet can carry. */
class MqttStringTest {

    @ParameterizedTest
    @ValueSource(ints = { 0x01, '\t', '\n', '\r', 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE,
            0x1FFFF, 0x8FFFE, 0x10FFFE, 0x10FFFF })
    void findsWhatABrokerMayRefuseAndNamesItWithoutWritingIt(int codePoint) {
        String character = Character.toString(codePoint);
        String problem = MqttString.controlProblem("topic name", "a/b" + character + "c");
        assertThat(problem).contains(String.format("U+%04X at index 3", codePoint), "'a/b\\", "allow-control-characters=true")
                .doesNotContain(character);
        assertThat(TopicName.problem("a/b" + character + "c", false)).isEqualTo(problem);
        assertThat(TopicName.problem("a/b" + character + "c", true)).as("where it is allowed").isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { ' ', '~', 0xA0, 0xAD, 0x7FF, 0x800, 0xFDCF, 0xFDF0, 0xFEFF, 0xFFFD, 0x10000, 0x1FFFD, 0x20000,
            0x1F600, 0x10FFFD })
    void findsNothingInOtherText(int codePoint) {
        String text = "a" + Character.toString(codePoint) + "b";
        assertThat(MqttString.controlProblem("topic name", text)).isNull();
        assertThat(TopicName.problem(text, false)).isNull();
        assertThat(MqttString.printable(text)).isSameAs(text);
    }

    @Test
    void leavesWhatNoPacketCanCarryToTheOtherCheck() {
        assertThat(MqttString.controlProblem("topic name", null)).isNull();
        assertThat(MqttString.controlProblem("topic name", "")).isNull();
        assertThat(MqttString.controlProblem("topic name", "x\uD83D")).contains("half a surrogate pair");
        assertThat(MqttString.controlProblem("topic name", "x\0")).contains("the character NUL");
    }

    @Test
    void makesATextPrintableThatAnyBrokerTakes() {
        assertThat(MqttString.printable("a\r\nb\u001b[31m \uFFFF \uD83D \uD83F\uDFFF \uD83D\uDE00"))
                .isEqualTo("a\\u000d\\u000ab\\u001b[31m \\uffff \\ud83d \\ud83f\\udfff \uD83D\uDE00");
    }
}
