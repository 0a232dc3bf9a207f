package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;

class TopicVariablesCheckTest {

    private static final Index INDEX = index();
    private static final String SETPOINT = "plant/{line}/{cell}/setpoint";

    @Test
    void warnsOfAPayloadThatLacksAPropertyOfTheTopic() {
        assertThat(warnings("lineOnly", SETPOINT)).containsExactly("channel 'out', attribute 'topic': nothing gives a value for"
                + " {cell} in 'plant/{line}/{cell}/setpoint', so each message will be nacked: " + LineOnly.class.getName()
                + " of " + Application.class.getName() + "#lineOnly has no property 'cell', and the method receives no topic"
                + " with {cell}; add one of the two, or return a Message with OutgoingMqttMetadata, which has"
                + " withTopicVariable");
    }

    @ParameterizedTest
    @ValueSource(strings = { "text", "stream", "later", "number", "hidden" })
    void warnsWhateverTheMethodReturnsAround(String method) {
        assertThat(warnings(method, SETPOINT)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "complete", "bean", "inherited", "open", "map", "json", "message", "anything" })
    void saysNothingWhereThePayloadOrItsMetadataMayHaveIt(String method) {
        assertThat(warnings(method, SETPOINT)).isEmpty();
    }

    @Test
    void countsWhatTheMethodReceives() {
        assertThat(warnings("processed", SETPOINT, "plant/{line}/{cell}/temperature")).isEmpty();
        assertThat(warnings("processed", SETPOINT, "plant/{line}/+/temperature")).singleElement().asString()
                .contains("{cell}");
    }

    @Test
    void saysNothingOfTopicsThatRunTimeDecides() {
        assertThat(warnings("text", "${TOPIC_OF_NOBODY:plant/{line}}")).isEmpty();
        assertThat(warnings("processed", SETPOINT, "${TOPIC_OF_NOBODY:plant}")).isEmpty();
        assertThat(warnings("processed", SETPOINT)).as("a channel of another connector").isEmpty();
    }

    private static List<String> warnings(String method, String sent, String... received) {
        return check(sent, received).warnings(method(method));
    }

    private static TopicVariablesCheck check(String sent, String... received) {
        Map<String, String> properties = new HashMap<>(Map.of("mp.messaging.outgoing.out.connector",
                MqttX.CONNECTOR, "mp.messaging.outgoing.out.topic", sent));
        for (String topic : received) {
            properties.put("mp.messaging.incoming.in.connector", MqttX.CONNECTOR);
            properties.put("mp.messaging.incoming.in.topic", topic);
        }
        Config config = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "test", 100)).build();
        ConfigurationCheck check = ConfigurationCheck.of(config, Map.of(),
                type -> type == MqttFailureHandler.Factory.class ? Set.of("fail") : Set.of());
        assertThat(check.problems()).extracting(ConfigurationProblem::toString).isEmpty();
        return new TopicVariablesCheck(new ChannelTopics(check.survey().channels()), new PayloadPropertiesCheck(INDEX));
    }

    private static MethodInfo method(String name) {
        return INDEX.getClassByName(Application.class).methods().stream().filter(method -> method.name().equals(name))
                .findFirst().orElseThrow();
    }

    private static Index index() {
        try {
            return Index.of(Application.class, Complete.class, LineOnly.class, Bean.class, Derived.class, Hidden.class,
                    Open.class, Opened.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Complete(int line, String cell) {
    }

    record LineOnly(int line) {
    }

    public static class Bean {
        public boolean isLine() {
            return true;
        }

        public String getCell() {
            return "";
        }
    }

    public static final class Derived extends Bean {
    }

    public static final class Hidden {
        public static final String line = "";
        String cell;

        public void getCell() {
        }
    }

    public static class Open {
    }

    public static class Opened extends Open {
        public String line;
    }

    static class Application {

        @Outgoing("out")
        LineOnly lineOnly() {
            return null;
        }

        @Outgoing("out")
        String text() {
            return null;
        }

        @Outgoing("out")
        Multi<byte[]> stream() {
            return null;
        }

        @Outgoing("out")
        Uni<String> later() {
            return null;
        }

        @Outgoing("out")
        int number() {
            return 0;
        }

        @Outgoing("out")
        Hidden hidden() {
            return null;
        }

        @Outgoing("out")
        Complete complete() {
            return null;
        }

        @Outgoing("out")
        Bean bean() {
            return null;
        }

        @Outgoing("out")
        Derived inherited() {
            return null;
        }

        @Outgoing("out")
        Open open() {
            return null;
        }

        @Outgoing("out")
        Map<String, String> map() {
            return null;
        }

        @Outgoing("out")
        JsonObject json() {
            return null;
        }

        @Outgoing("out")
        Multi<Message<String>> message() {
            return null;
        }

        @Outgoing("out")
        Object anything() {
            return new ArrayList<>();
        }

        @Incoming("in")
        @Outgoing("out")
        String processed(String text) {
            return text;
        }
    }
}
