package io.quarkiverse.mqttx.connector.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.connector.message.ChannelTopics;
import io.quarkiverse.mqttx.connector.message.MessageOrigin;
import io.quarkiverse.mqttx.connector.message.ReceivedMetadata;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.vertx.core.json.JsonObject;

class OutgoingTopicTest {

    private static final String SETPOINT = "plant/{line}/{cell}/setpoint";
    private static final OutgoingMqttMetadata NONE = null;

    private static String topic(String configured, Message<?> message) {
        return new OutgoingTopic("out", configured).of(message,
                message.getMetadata(OutgoingMqttMetadata.class).orElse(NONE));
    }

    private static IncomingMqttMetadata received(String configured, String topic) {
        return new IncomingMqttMetadata(new ReceivedMetadata(
                new MessageOrigin("in", ChannelTopics.of(List.of(configured)), null),
                Publish.of(topic, new byte[0], 0, false)));
    }

    private static OutgoingMqttMetadata variable(String name, String value) {
        return OutgoingMqttMetadata.builder().withTopicVariable(name, value).build();
    }

    record Setpoint(int line, String cell) {
    }

    enum Cell {
        OVEN {
            @Override
            public String toString() {
                return "the oven";
            }
        }
    }

    public static class Bean {
        public static final String cell = "not this one";

        public String getCell() {
            return "oven";
        }

        public boolean isLine() {
            return true;
        }

        public void getNothing() {
        }
    }

    public static class SubBean extends Bean {
    }

    public static class Fields {
        public final UUID line = new UUID(0, 7);
        public final Cell cell = Cell.OVEN;
        String hidden = "hidden";
    }

    @Test
    void isWhatIsConfiguredUnlessTheMetadataNamesAnother() {
        assertThat(topic("plant/7", Message.of("x"))).isEqualTo("plant/7");
        assertThat(topic("plant/{{7}}", Message.of("x"))).isEqualTo("plant/{7}");
        assertThat(topic(null, Message.of("x"))).isNull();
        assertThat(topic(SETPOINT, MqttMessage.of("other/{line}", "x"))).isEqualTo("other/{line}");
    }

    static List<Object> payloads() {
        return List.of(new Setpoint(7, "oven"), Map.of("line", "7", "cell", "oven"), new JsonObject().put("line", 7)
                .put("cell", "oven"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isFilledFromThePropertiesOfThePayload(Object payload) {
        assertThat(topic(SETPOINT, Message.of(payload))).isEqualTo("plant/7/oven/setpoint");
    }

    @Test
    void readsGettersAndFields() {
        assertThat(topic(SETPOINT, Message.of(new SubBean()))).isEqualTo("plant/true/oven/setpoint");
        assertThat(topic(SETPOINT, Message.of(new Fields())))
                .isEqualTo("plant/00000000-0000-0000-0000-000000000007/OVEN/setpoint");
    }

    @Test
    void isFilledFromTheMetadataFirstThenFromTheReceivedTopicThenFromThePayload() {
        Message<?> message = Message.of(new Setpoint(7, "oven"));
        IncomingMqttMetadata received = received("in/{line}/+", "in/8/x");
        assertThat(topic(SETPOINT, message.addMetadata(received))).isEqualTo("plant/8/oven/setpoint");
        assertThat(topic(SETPOINT, message.addMetadata(received).addMetadata(variable("line", "9"))))
                .isEqualTo("plant/9/oven/setpoint");
        assertThat(topic(SETPOINT, message.addMetadata(variable("cell", "press")))).isEqualTo("plant/7/press/setpoint");
    }

    @Test
    void takesALastVariableThatStandsForSeveralLevels() {
        assertThat(topic("mirror/{path#}", Message.of("x").addMetadata(received("{path#}", "a/b/c"))))
                .isEqualTo("mirror/a/b/c");
    }

    @Test
    void isRefusedWithoutAValueForEachVariable() {
        assertRefused(Message.of("text"), "channel 'out': no value for {line} in the topic '" + SETPOINT + "'; give the message"
                + " OutgoingMqttMetadata with withTopicVariable(\"line\", …), or its payload of class java.lang.String a"
                + " property 'line', or name a level of the topic by which it is received {line}");
        assertRefused(Message.of(new Setpoint(7, null)), "no value for {cell}", "class " + Setpoint.class.getName());
        assertRefused(Message.of(Map.of("line", 1)), "no value for {cell}");
        assertRefused(Message.of((Object) null), "no value for {line}", "or its payload a property 'line'");
        assertThatThrownBy(() -> topic("{hidden}", Message.of(new Fields()))).hasMessageContaining("no value for {hidden}");
        assertThatThrownBy(() -> topic("{nothing}", Message.of(new Bean()))).hasMessageContaining("no value for {nothing}");
    }

    @Test
    void isRefusedWithAValueThatIsNoLevel() {
        assertRefused(Message.of(new Setpoint(7, "a/b")), "channel 'out': the value 'a/b' of {cell} in the topic '" + SETPOINT
                + "' contains '/' at index 1");
        assertRefused(Message.of(new Setpoint(7, "")), "channel 'out': the value of {cell}", "is empty");
        assertRefused(Message.of(Map.of("line", List.of(1))), "the property 'line' of a payload of class",
                "is no level of a topic; make it text, a number");
    }

    @Test
    void saysWhyAPropertyCannotBeRead() {
        record Broken(String line) {
            @Override
            public String line() {
                throw new IllegalStateException("not now");
            }
        }
        assertRefused(Message.of(new Broken("7")), "channel 'out': the property 'line' of a payload of class",
                "cannot be read: java.lang.IllegalStateException: not now");
    }

    private static void assertRefused(Message<?> message, String... parts) {
        assertThatThrownBy(() -> topic(SETPOINT, message)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void metadataTakesNoMissingValue() {
        assertThatThrownBy(() -> variable("line", null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the topic variable 'line' has no value (null)");
        assertThat(variable("line", "7").getTopicVariables()).isEqualTo(Map.of("line", "7"));
    }
}
