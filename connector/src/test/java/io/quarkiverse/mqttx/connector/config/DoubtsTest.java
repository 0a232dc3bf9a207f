package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.testing.Certificates;

/** What is right by the letter and hardly meant: attributes that make others idle, and texts that MQTT takes literally. */
class DoubtsTest {

    private static final Certificates.Identity IDENTITY = Certificates.localhost();

    static Stream<Arguments> idle() {
        String trustStore = IDENTITY.clientTrustPkcs12().toString();
        return Stream.of(
                Arguments.of("'reconnect-attempts, reconnect-interval-seconds': has no effect, because auto-reconnect is false",
                        List.of("auto-reconnect", "false", "reconnect-attempts", "3", "reconnect-interval-seconds", "5")),
                Arguments.of("'receive-maximum': is not sent to the broker before MQTT 5, which sends as many messages ahead"
                        + " as it is configured to; set the limit there", List.of("version", "3.1.1", "receive-maximum", "10")),
                Arguments.of("'batch-size, batch-window-ms': has no effect without batch=true",
                        List.of("batch-size", "10", "batch-window-ms", "50")),
                Arguments.of(
                        "'batch-size': is more than receive-maximum=50 allows the broker to send ahead, so that no batch of"
                                + " QoS 1 and 2 is ever full and each waits for batch-window-ms; use a smaller batch-size, or"
                                + " raise receive-maximum",
                        List.of("batch", "true", "batch-size", "51", "receive-maximum", "50", "qos", "1")),
                Arguments.of("'max-concurrency': has no effect without concurrency-key", List.of("max-concurrency", "5")),
                Arguments.of("'concurrency-key': is not in messages before MQTT 5, so they all share one key, and"
                        + " are processed one after the other; use topic, topic-level:N or topic-variable:NAME",
                        List.of("version", "3.1.1", "concurrency-key", "correlation-data")),
                Arguments.of("'no-local, retain-handling': has no effect before MQTT 5",
                        List.of("version", "3.1.1", "no-local", "true", "retain-handling", "never")),
                Arguments.of("'session-expiry-seconds': is 0, so with MQTT 5 the session ends with the connection, and"
                        + " auto-clean-session=false finds nothing to resume; leave out one of the two",
                        List.of("auto-clean-session", "false", "client-id", "me", "session-expiry-seconds", "0")),
                Arguments.of("'session-on-shutdown': has no effect, because the session ends with the connection",
                        List.of("session-on-shutdown", "end")),
                Arguments.of("'ssl.truststore.location': has no effect, because trust-all is true",
                        List.of("ssl", "true", "trust-all", "true", "ssl.truststore.location", trustStore,
                                "ssl.truststore.password", Certificates.PASSWORD)),
                Arguments.of("'ssl.truststore.password': has no effect with ssl.truststore.type=pem",
                        List.of("ssl", "true", "ssl.truststore.type", "pem", "ssl.truststore.location",
                                IDENTITY.clientTrustPem().toString(), "ssl.truststore.password", "x")),
                Arguments.of("'ssl.keystore.type': has no effect without ssl.keystore.location",
                        List.of("ssl", "true", "ssl.keystore.type", "pem")),
                Arguments.of("'ssl.truststore.type': has no effect without ssl.truststore.location",
                        List.of("ssl", "true", "ssl.truststore.type", "pem")),
                Arguments.of("'ssl.truststore.location': has no effect where quarkus.tls.plant.* has such a store too; name"
                        + " each store in one place",
                        List.of("tls-configuration-name", "plant", "ssl.truststore.location", trustStore,
                                "ssl.truststore.password", Certificates.PASSWORD)));
    }

    @ParameterizedTest
    @MethodSource("idle")
    void warnOfAttributesThatHaveNoEffectTogether(String warning, List<String> attributes) {
        assertThat(warnings(TestConfiguration.incoming(attributes.toArray(String[]::new))))
                .containsExactly("channel 'in', attribute " + warning);
    }

    static Stream<List<String>> sound() {
        return Stream.of(
                List.of("auto-reconnect", "true", "reconnect-attempts", "3"),
                List.of("version", "5", "receive-maximum", "10"),
                List.of("receive-maximum", "10"),
                List.of("version", "3.1.1", "auto-clean-session", "false", "client-id", "me"),
                List.of("auto-clean-session", "false", "client-id", "me", "session-expiry-seconds", "60"),
                List.of("session-expiry-seconds", "60", "client-id", "me"),
                List.of("ssl", "true", "trust-all", "true"),
                List.of("qos", "1", "buffer-size", "10"),
                List.of("keep-alive-seconds", "0", "auto-keep-alive", "true"),
                List.of("will-topic", "gone", "will-flag", "false", "will-payload", "bye"),
                List.of("batch", "true", "batch-size", "51", "receive-maximum", "50", "qos", "0"),
                List.of("batch", "true", "batch-size", "50", "receive-maximum", "50", "qos", "1"),
                List.of("version", "3.1.1", "concurrency-key", "topic-level:2", "max-concurrency", "5"),
                List.of("pausable", "true", "initially-paused", "true", "pausable.buffer-size", "10",
                        "pausable.late-subscription", "true", "pausable.buffer-strategy", "BUFFER"),
                List.of("concurrency", "3", "client-id", "me", "auto-clean-session", "false"),
                List.of("topic", "/a/b/,$share/g/x*y/#,$SYS/#,z/c d"),
                List.of("tls-configuration-name", "plant", "ssl.hostname-verification-algorithm", "NONE"));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void areNotRaisedWhereThereIsNothingToDoubt(List<String> attributes) {
        assertThat(warnings(TestConfiguration.incoming(attributes.toArray(String[]::new)))).isEmpty();
    }

    private static List<String> warnings(TestConfiguration configuration) {
        return configuration.tlsConfigurations("plant").read().warnings();
    }

    @Test
    void ofAnAttributeOfTheConnectorAreRaisedOnceAndOnlyWhenNoChannelUsesIt() {
        TestConfiguration configuration = TestConfiguration.incoming("auto-reconnect", "false")
                .incomingChannel("other", "auto-reconnect", "false").connector("reconnect-attempts", "3")
                .connector("trust-all", "true");

        assertThat(configuration.read().warnings()).containsExactly(
                "connector 'smallrye-mqtt-x', attribute 'reconnect-attempts': has no effect, because auto-reconnect is false",
                "connector 'smallrye-mqtt-x', attribute 'trust-all': has no effect, because the connection is not encrypted;"
                        + " set ssl=true");
        assertThat(configuration.outgoingChannel("out", "ssl", "true").read().warnings()).isEmpty();
    }

    @Test
    void ofPropertiesBeforeMqtt5AreRaisedForChannelsThatSend() {
        assertThat(TestConfiguration.outgoing("version", "3.1.1", "message-expiry-seconds", "5", "user-properties", "a=b")
                .read().warnings()).containsExactly("channel 'out', attribute 'user-properties': has no effect"
                        + " before MQTT 5");
    }

    @Test
    void ofOverlappingTopicsOfOneClientAreRaisedWhereTheVersionHasNoSubscriptionIdentifiers() {
        TestConfiguration overlapping = TestConfiguration.incoming("client-id", "me", "topic", "a/#")
                .incomingChannel("other", "client-id", "me", "topic", "b,a/+");
        assertThat(overlapping.read().warnings()).isEmpty();
        assertThat(overlapping.connector("version", "3.1.1").read().warnings()).containsExactly("channel 'in' and 'other',"
                + " attribute 'topic': 'a/#' and 'a/+' overlap and have one client-id, so both channels may get a message twice;"
                + " give them client ids of their own");
    }

    @Test
    void ofOneFilterOnDifferentTermsAreRaised() {
        assertThat(TestConfiguration.incoming("client-id", "me", "topic", "a", "no-local", "true")
                .incomingChannel("other", "client-id", "me", "topic", "a", "qos", "2").read().warnings()).singleElement()
                .asString().contains("channel 'in' and 'other', attribute 'topic': both subscribe to 'a' with one client-id",
                        "different no-local");
    }

    @Test
    void waitUntilTheRestIsRight() {
        ConfigurationReader reader = TestConfiguration
                .incoming("auto-reconnect", "flase", "reconnect-attempts", "3", "topic", "a//b").reader();

        assertThatThrownBy(reader::read).isInstanceOf(InvalidConfigurationException.class);
        assertThat(reader.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a//b          | 'a//b' has an empty level, which counts as one; remove one '/'
            $share/g/a//b | 'a//b' has an empty level, which counts as one; remove one '/'
            a/*           | '*' in 'a/*' is no wildcard, but a level of that name; use '+' for any one level, or '#' for all \
            the rest
            */a           | '*' in '*/a' is no wildcard, but a level of that name; use '+' for any one level, or '#' for all \
            the rest
            """)
    void warnOfTopicFiltersThatHardlyAnybodyMeans(String topic, String warning) {
        assertThat(TestConfiguration.incoming("topic", topic).read().warnings())
                .containsExactly("channel 'in', attribute 'topic': " + warning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a//b       | 'a//b' has an empty level, which counts as one; remove one '/'
            $share/g/a | '$share/g/a' is an ordinary topic, which no shared subscription receives; leave out $share and the group
            $SYS/a     | topics below $SYS belong to the broker, which does not pass on what a client publishes there; use \
            another one
            "a/b "     | begins or ends with a blank, which the broker does not ignore; remove it
            """)
    void warnOfTopicsToPublishToThatHardlyAnybodyMeans(String topic, String warning) {
        assertThat(TestConfiguration.outgoing("topic", topic).read().warnings())
                .containsExactly("channel 'out', attribute 'topic': " + warning);
        assertThat(TestConfiguration.outgoing("will-topic", topic).read().warnings())
                .containsExactly("channel 'out', attribute 'will-topic': " + warning);
    }

    @Test
    void sparesTopicsThatOthersUseOnPurpose() {
        assertThat(TestConfiguration.outgoing("topic", "$aws/things/a/shadow/update").read().warnings()).isEmpty();
        assertThat(TestConfiguration.outgoing("topic", "/a/b/").read().warnings()).isEmpty();
        assertThat(TestConfiguration.outgoing("topic", "").read().warnings()).isEmpty();
    }

    @Test
    void warnOfBlanksThatTheBrokerDoesNotOverlook() {
        assertThat(TestConfiguration.incoming("client-id", "me ", "username", " ann", "password", "hunter2\n").read()
                .warnings()).containsExactly(
                        "channel 'in', attribute 'client-id': begins or ends with a blank, which the broker does not ignore;"
                                + " remove it",
                        "channel 'in', attribute 'username': begins or ends with a blank, which the broker does not ignore;"
                                + " remove it",
                        "channel 'in', attribute 'password': ends with a line break, which the broker does not ignore;"
                                + " secrets get one from `echo` without -n");
    }

    @Test
    void warnOfConcurrencyOfAnOutgoingChannel() {
        assertThat(TestConfiguration.outgoing("concurrency", "2").read().warnings()).containsExactly(
                "channel 'out', attribute 'concurrency': has no effect, because it belongs to incoming channels");
    }
}
