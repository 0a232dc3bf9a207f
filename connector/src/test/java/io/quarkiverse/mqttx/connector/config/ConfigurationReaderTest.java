package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;

class ConfigurationReaderTest {

    private static final String SHARED = "the copies of a channel share its subscription and its connection, so that one of them"
            + " cannot differ; set it on channel 'in', or give the method one more channel with @Incoming";

    @Test
    void findsTheChannelsOfThisConnectorOnly() {
        ConnectorConfiguration read = TestConfiguration.incoming().outgoingChannel("out")
                .property("mp.messaging.incoming.kafka.connector", "smallrye-kafka")
                .property("mp.messaging.incoming.short.connector", "mqtt-x")
                .property("mp.messaging.incoming.\"with.dot\".connector", "smallrye-mqtt-x").read();

        assertThat(read.incoming()).containsOnlyKeys("in", "short", "with.dot");
        assertThat(read.outgoing()).containsOnlyKeys("out");
        assertThat(read.channels()).hasSize(4);
    }

    @Test
    void leavesOutChannelsThatAreNotEnabled() {
        assertThat(TestConfiguration.incoming("enabled", "false").read().incoming()).isEmpty();
    }

    @Test
    void concurrencyCopiesAreOneChannelWithTheTopicOfTheirOriginal() {
        TestConfiguration configuration = TestConfiguration.incoming("concurrency", "3")
                .property("mp.messaging.incoming.in$1.pausable", "true")
                .property("mp.messaging.incoming.in$2.connector", "smallrye-mqtt-x");

        assertThat(configuration.read().incoming()).containsOnlyKeys("in");
        assertThat(configuration.readIncoming().settings().subscription().filters()).singleElement()
                .extracting("filter").isEqualTo("in");
        assertThat(configuration.atStart().baseName("in$3")).isEqualTo("in");
        assertThat(configuration.atStart().baseName("other$3")).isEqualTo("other$3");
    }

    @Test
    void attributesOfASingleCopyStopTheStart() {
        assertThat(TestConfiguration.incoming("concurrency", "2").property("mp.messaging.incoming.in$2.topic", "other")
                .property("mp.messaging.incoming.in$1.password", "hunter2")
                .property("mp.messaging.incoming.in$1.servers", "mqtt://ann:hunter2@a")
                .property("mp.messaging.incoming.in$2.pausable", "true").problems()).containsExactlyInAnyOrder(
                        "channel 'in$1', attribute 'servers', value '(secret)': " + SHARED,
                        "channel 'in$2', attribute 'topic', value 'other': " + SHARED,
                        "channel 'in$1', attribute 'password', value '(secret)': " + SHARED);
    }

    @Test
    void aChannelWithSuchANameButWithoutConcurrencyIsOneOfItsOwn() {
        assertThat(TestConfiguration.incoming().incomingChannel("in$1", "topic", "other").read().incoming().get("in$1")
                .settings().subscription().filters()).extracting("filter").containsExactly("other");
    }

    @Test
    void warnsOfUnknownAttributesWithTheNearestName() {
        assertThat(TestConfiguration.incoming("keepalive-seconds", "5", "zzz", "1", "concurrency", "2", "pausable", "true")
                .read().warnings()).containsExactly(
                        "channel 'in', attribute 'keepalive-seconds': is not known and has no effect; did you mean"
                                + " keep-alive-seconds?",
                        "channel 'in', attribute 'zzz': is not known and has no effect");
    }

    @Test
    void warnsOnceOfAnUnknownAttributeOfTheConnector() {
        assertThat(TestConfiguration.incoming().incomingChannel("other").outgoingChannel("out").connector("hots", "a").read()
                .warnings()).containsExactly(
                        "connector 'smallrye-mqtt-x', attribute 'hots': is not known and has no effect; did you mean host?");
    }

    @Test
    void warnsOfAttributesOfTheOtherDirection() {
        assertThat(TestConfiguration.incoming("retain", "true").read().warnings()).containsExactly(
                "channel 'in', attribute 'retain': has no effect, because it belongs to outgoing channels");
        assertThat(TestConfiguration.outgoing("unsubscribe-on-disconnection", "true").read().warnings()).containsExactly(
                "channel 'out', attribute 'unsubscribe-on-disconnection': has no effect, because it belongs to incoming"
                        + " channels");
        assertThat(TestConfiguration.incoming().connector("retain", "true").read().warnings()).isEmpty();
    }

    @Test
    void warnsOfAttributesThatHaveNoEffectWithoutTls() {
        assertThat(TestConfiguration.incoming("ssl.truststore.location", "/no/such/file", "trust-all", "true").read()
                .warnings()).containsExactly("channel 'in', attribute 'ssl.truststore.location, trust-all': has no effect,"
                        + " because the connection is not encrypted; set ssl=true");
    }

    @Test
    void warnsOfAttributesThatHaveNoEffectBeforeMqtt5() {
        assertThat(TestConfiguration.incoming("version", "4", "client-id", "me", "session-expiry-seconds", "5", "will-topic",
                "gone", "will-delay-seconds", "5").read().warnings()).containsExactly(
                        "channel 'in', attribute 'session-expiry-seconds': has no effect before MQTT 5",
                        "channel 'in', attribute 'will-delay-seconds': has no effect before MQTT 5");
    }

    @Test
    void warnsOfAWillThatTheEndOfTheSessionBringsForward() {
        assertThat(TestConfiguration.incoming("will-topic", "gone", "will-delay-seconds", "5").read().warnings())
                .containsExactly("channel 'in', attribute 'will-delay-seconds': is cut to 0, because the will is published when"
                        + " the session ends; set session-expiry-seconds to 5 or more");
        assertThat(TestConfiguration.incoming("will-topic", "gone", "will-delay-seconds", "5", "client-id", "me",
                "session-expiry-seconds", "5").read().warnings()).isEmpty();
    }

    @Test
    void aPlainConfigurationHasNoWarnings() {
        assertThat(TestConfiguration.incoming("topic", "a").outgoingChannel("out", "retain", "true").read().warnings())
                .isEmpty();
    }

    @Test
    void anExpressionThatResolvesToNothingIsAsGoodAsUnset() {
        assertThat(TestConfiguration.incoming("host", "${HOST_OF_NOBODY:}", "port", "${PORT_OF_NOBODY:}").client().servers())
                .containsExactly(new ServerAddress("localhost", 1883, false));
    }

    @Test
    void subscribesToTheFilterOfATopicWithVariables() {
        IncomingSettings in = TestConfiguration.incoming("topic", "plant/{line}/+, $share/g/logs/{host}/{path#}, {{a}}", "qos",
                "0,1,2").readIncoming().settings();
        assertThat(in.subscription().filters()).containsExactly(Subscription.of("plant/+/+", 0),
                Subscription.of("$share/g/logs/+/#", 1), Subscription.of("{a}", 2));
        assertThat(in.subscription().topics()).containsExactly("plant/{line}/+", "$share/g/logs/{host}/{path#}", "{{a}}");
        assertThat(TestConfiguration.outgoing("topic", "plant/{line}").readOutgoing().settings().defaults().topic())
                .isEqualTo("plant/{line}");
    }

    @Test
    void findsThatTopicsWithVariablesOverlap() {
        assertThat(TestConfiguration.incoming("topic", "a/{b}/c,a/b/{c#}").read().warnings()).containsExactly(
                "channel 'in', attribute 'topic': 'a/+/c' and 'a/b/#' overlap, so the broker may send a message on both of them"
                        + " twice; make one channel of each");
    }

    @Test
    void warnsOfTopicsThatOverlapWithinAChannel() {
        assertThat(TestConfiguration.incoming("topic", "a/#,b,a/+").read().warnings()).containsExactly(
                "channel 'in', attribute 'topic': 'a/#' and 'a/+' overlap, so the broker may send a message on both of them"
                        + " twice; make one channel of each");
    }

    @Test
    void warnsOfTopicsThatOverlapBetweenChannelsOfOneClientId() {
        TestConfiguration configuration = TestConfiguration.incoming("topic", "a/#", "client-id", "me", "version", "3.1.1")
                .property("mp.messaging.incoming.more.connector", "smallrye-mqtt-x")
                .property("mp.messaging.incoming.more.topic", "a/b")
                .property("mp.messaging.incoming.more.version", "3.1.1");
        assertThat(configuration.read().warnings()).as("a generated client id").isEmpty();
        assertThat(configuration.property("mp.messaging.incoming.more.client-id", "me").read().warnings()).containsExactly(
                "channel 'in' and 'more', attribute 'topic': 'a/#' and 'a/b' overlap and have one client-id, so both channels"
                        + " may get a message twice; give them client ids of their own");
    }
}
