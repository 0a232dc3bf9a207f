package io.quarkiverse.mqttx.session.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.topic.MqttString;

class PacketSizeTest {

    @Test
    void countsUtf8AsTheEncoderDoes() {
        for (String text : new String[] { "", "plain/topic", "größe", "温度/東京", "a😀b", "\uD83D", "x\uDE00y",
                "\uD83D\uD83D\uDE00" }) {
            assertThat(MqttString.encodedLength(text)).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void countsVariableByteIntegersAtTheirBorders() {
        int[][] borders = { { 0, 1 }, { 127, 1 }, { 128, 2 }, { 16_383, 2 }, { 16_384, 3 }, { 2_097_151, 3 }, { 2_097_152, 4 },
                { 268_435_455, 4 } };
        for (int[] border : borders) {
            assertThat(PacketSize.variableByteInteger(border[0])).as("%d", border[0]).isEqualTo(border[1]);
        }
    }

    @Test
    void countsThePacketIdOnlyAboveQos0() {
        assertThat(PacketSize.publish(Publish.of("t", new byte[10], 0, false), ProtocolVersion.V3_1_1)).isEqualTo(2 + 3 + 10);
        assertThat(PacketSize.publish(Publish.of("t", new byte[10], 1, false), ProtocolVersion.V3_1_1)).isEqualTo(2 + 5 + 10);
    }

    @Test
    void countsPropertiesInMqtt5Only() {
        Properties properties = Properties.builder()
                .add(Property.PAYLOAD_FORMAT_INDICATOR, 1) // 2
                .add(Property.MESSAGE_EXPIRY_INTERVAL, 4_000_000_000L) // 5
                .add(Property.SUBSCRIPTION_IDENTIFIER, 300) // 3
                .add(Property.CONTENT_TYPE, "é") // 5
                .add(Property.CORRELATION_DATA, new byte[4]) // 7
                .add(Property.USER_PROPERTY, new UserProperty("k", "vv")) // 8
                .build();
        Publish publish = new Publish("t", new byte[200], 2, true, false, 7, properties, 9); // the alias: 3

        assertThat(PacketSize.propertyList(properties)).isEqualTo(30);
        assertThat(PacketSize.publish(publish, ProtocolVersion.V5)).isEqualTo(3 + 3 + 2 + 1 + 33 + 200);
        assertThat(PacketSize.publish(publish, ProtocolVersion.V3_1_1)).isEqualTo(3 + 3 + 2 + 200);
    }

    @Test
    void saysThatAPacketIsTooLargeForMqttInsteadOfOverflowing() {
        byte[] shared = new byte[PacketSize.MAX_VARIABLE_BYTE_INTEGER - 3];

        assertThat(PacketSize.publish(Publish.of("t", shared, 0, false), ProtocolVersion.V3_1_1)).isEqualTo(268_435_460);
        assertThat(PacketSize.publish(Publish.of("tt", shared, 0, false), ProtocolVersion.V3_1_1))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void saysThatATextDoesNotFitItsLengthField() {
        String text = "x".repeat(65_536);

        assertThat(PacketSize.publish(Publish.of(text, new byte[0], 0, false), ProtocolVersion.V3_1_1))
                .isEqualTo(Integer.MAX_VALUE);
        Properties properties = Properties.builder().add(Property.CONTENT_TYPE, text).build();
        assertThat(PacketSize.publish(new Publish("t", new byte[0], 0, false, false, 0, properties), ProtocolVersion.V5))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theBoundIsNeverBelowTheSize() {
        Properties properties = Properties.builder().add(Property.CONTENT_TYPE, "é")
                .add(Property.USER_PROPERTY, new UserProperty("k", "vv")).build();
        for (String topic : new String[] { "t", "ä/€/\uD83D\uDE00", "€".repeat(21_845), "x".repeat(65_535),
                "x".repeat(65_536) }) {
            for (int payload : new int[] { 0, 127, 128, 16_384, 2_097_152 }) {
                Publish publish = new Publish(topic, new byte[payload], 2, true, false, 7, properties, 9);
                for (ProtocolVersion version : ProtocolVersion.values()) {
                    assertThat(PacketSize.publishAtMost(publish)).as("%s bytes on a topic of %s", payload, topic.length())
                            .isGreaterThanOrEqualTo(PacketSize.publish(publish, version));
                }
            }
        }
    }
}
