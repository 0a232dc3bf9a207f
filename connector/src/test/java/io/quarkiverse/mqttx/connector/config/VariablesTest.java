package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Environment variables set attributes of the channels they are for, wherever these have dashes or dots. */
class VariablesTest {

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void aVariableIsForTheChannelWithTheDash() {
        channel("incoming", "abc-def");
        variables.put("MP_MESSAGING_INCOMING_ABC_DEF_QOS", "1");
        variables.put("MP_MESSAGING_INCOMING_ABC_DEF_KEEP_ALIVE_SECONDS", "7");

        assertThat(names()).contains("mp.messaging.incoming.abc-def.qos")
                .noneMatch(name -> name.startsWith("mp.messaging.incoming.abc."));
        assertThat(read().warnings()).isEmpty();
        assertThat(read().incoming().get("abc-def").settings().subscription().filters()).extracting("qos").containsExactly(1);
        assertThat(read().incoming().get("abc-def").connection().settings().session().timing().keepAliveSeconds()).isEqualTo(7);
    }

    @Test
    void ofTwoChannelsOfWhichOneBeginsAsTheOtherItIsTheOneWithTheAttribute() {
        channel("incoming", "em", "em-none", "em-none-at-all");
        variables.put("MP_MESSAGING_INCOMING_EM_NONE_QOS", "2");
        variables.put("MP_MESSAGING_INCOMING_EM_CLIENT_ID", "me");
        variables.put("MP_MESSAGING_INCOMING_EM_NONE_AT_ALL_SSL_TRUSTSTORE_LOCATION", "x");

        ConnectorConfiguration read = read();
        assertThat(read.warnings()).containsExactly("channel 'em-none-at-all', attribute 'ssl.truststore.location': has no"
                + " effect, because the connection is not encrypted; set ssl=true");
        assertThat(read.incoming().get("em-none").settings().subscription().filters()).extracting("qos").containsExactly(2);
        assertThat(read.incoming().get("em").settings().subscription().filters()).extracting("qos").containsExactly(0);
        assertThat(read.incoming().get("em").connection().settings().session().clientId()).isEqualTo("me");
    }

    @Test
    void whatMayBeTwoAttributesIsAnErrorThatSaysHowToWriteIt() {
        channel("incoming", "in", "in-will");
        variables.put("MP_MESSAGING_INCOMING_IN_WILL_QOS", "1");

        assertThat(problems()).first().asString().isEqualTo("channel 'in-will', attribute 'qos': the environment variable"
                + " MP_MESSAGING_INCOMING_IN_WILL_QOS may be mp.messaging.incoming.in-will.qos or"
                + " mp.messaging.incoming.in.will-qos; set the one that is meant as a property, and to an expression where the"
                + " environment has its value: mp.messaging.incoming.in-will.qos=${NAME}");
    }

    @Test
    void outgoingChannelsUnderscoresCapitalsListsAndTheOtherPrefixAreNoExceptions() {
        channel("outgoing", "to-all", "Big_one");
        channel("incoming", "from-all");
        variables.put("MP_MESSAGING_OUTGOING_TO_ALL_RETAIN", "true");
        variables.put("MP_MESSAGING_OUTGOING_BIG_ONE_TOPIC", "big");
        variables.put("MP_MESSAGING_INCOMING_FROM_ALL_TOPIC_0_", "a");
        variables.put("MP_MESSAGING_INCOMING_FROM_ALL_TOPIC_1_", "b");
        variables.put("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_HOST", "broker");

        assertThat(read().warnings()).isEmpty();
        assertThat(read().outgoing().get("to-all").settings().defaults().retain()).isTrue();
        assertThat(read().outgoing().get("Big_one").settings().defaults().topic()).isEqualTo("big");
        assertThat(read().incoming().get("from-all").settings().subscription().filters()).extracting("filter")
                .containsExactly("a", "b");
        assertThat(read().outgoing().get("to-all").connection().settings().servers()).extracting("host")
                .containsExactly("broker");
    }

    @Test
    void anUnknownAttributeIsToldOfTheRightChannel() {
        channel("incoming", "abc-def");
        variables.put("MP_MESSAGING_INCOMING_ABC_DEF_TOPIK", "a");
        variables.put("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_HOTS", "a");

        assertThat(read().warnings()).containsExactlyInAnyOrder(
                "channel 'abc-def', attribute 'topik': is not known and has no effect; did you mean topic?",
                "connector 'smallrye-mqtt-x', attribute 'hots': is not known and has no effect; did you mean host?");
    }

    @Test
    void clientsAreFoundByTheirOtherPropertiesAndByTheCodeThatAsksForThem() {
        properties.put("mp.messaging.client.alert-desk.version", "5");
        variables.put("MP_MESSAGING_CLIENT_ALERT_DESK_HOST", "desk");
        assertThat(read().clients()).containsOnlyKeys("alert-desk");
        assertThat(read().clients().get("alert-desk").connection().settings().servers()).extracting("host")
                .containsExactly("desk");

        properties.clear();
        assertThat(ConfigurationReader.connectionNames(config(), Set.of("alert-desk")))
                .containsExactly("alert-desk");
    }

    @Test
    void channelsOfOtherConnectorsAreLeftAsTheyAre() {
        properties.put("mp.messaging.incoming.abc-def.connector", "smallrye-kafka");
        variables.put("MP_MESSAGING_INCOMING_ABC_DEF_BOOTSTRAP_SERVERS", "a");

        assertThat(names()).contains("mp.messaging.incoming.abc.def.bootstrap.servers",
                "MP_MESSAGING_INCOMING_ABC_DEF_BOOTSTRAP_SERVERS");
    }

    @Test
    void aMisspeltChannelOfTheEnvironmentStopsTheStart() {
        channel("incoming", "readings", "a.b");
        channel("outgoing", "averages");
        variables.put("MP_MESSAGING_INCOMING_RAEDINGS_TOPIC", "a");
        variables.put("MP_MESSAGING_INCOMING_A_B_TOPIC", "a");
        properties.put("mp.messaging.incoming.averages.topic", "a");
        properties.put("mp.messaging.outgoing.else.topic", "a");
        properties.put("mp.messaging.outgoing.else.password", "hunter2");
        properties.put("mp.messaging.outgoing.open.connector", "${CONNECTOR_OF_NOBODY}");

        assertThat(problems()).containsExactlyInAnyOrder(
                "channel 'raedings', attribute 'topic': there is no incoming channel of this name, or it has no"
                        + " connector; did you mean 'readings'?",
                "channel 'a', attribute 'b.topic': there is no incoming channel of this name, or it has no"
                        + " connector; for the channel 'a.b' the environment variable begins with MP_MESSAGING_INCOMING__A_B__",
                "channel 'averages', attribute 'topic': the channel is an outgoing one; did you mean"
                        + " mp.messaging.outgoing.averages.*?",
                "channel 'else', attribute 'password, topic': there is no outgoing channel of this name, or it has no"
                        + " connector; correct the name, remove it, or set mp.messaging.outgoing.else.connector. With one are:"
                        + " [averages]",
                "channel 'open', attribute 'connector': CONNECTOR_OF_NOBODY, which the"
                        + " expression names, is not set; set it, or give the expression a default as in"
                        + " ${CONNECTOR_OF_NOBODY:default}, which is empty in ${CONNECTOR_OF_NOBODY:}");
    }

    private void channel(String direction, String... names) {
        for (String name : names) {
            properties.put("mp.messaging." + direction + "." + (name.contains(".") ? '"' + name + '"' : name) + ".connector",
                    MqttConnector.NAME);
        }
    }

    private List<String> names() {
        return StreamSupport.stream(config().getPropertyNames().spliterator(), false).toList();
    }

    private ConnectorConfiguration read() {
        return new ConfigurationReader(config(), new TestConfiguration(), null).read();
    }

    private List<String> problems() {
        try {
            return List.of("none: " + read());
        } catch (InvalidConfigurationException problems) {
            return problems.problems().stream().map(ConfigurationProblem::toString).toList();
        }
    }

    private Config config() {
        List<ConfigSource> sources = Arrays.asList(new PropertiesConfigSource(properties, "test", 100),
                new EnvConfigSource(variables, 300));
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredInterceptors().withSources(sources).build();
    }
}
