package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.net.NetClientOptions;

class ConfigurationCheckTest {

    private static final String IN = "mp.messaging.incoming.in.";
    private static final String OUT = "mp.messaging.outgoing.out.";
    private static final Map<Class<?>, Set<String>> BEANS = Map.of(MqttFailureHandler.Factory.class, Set.of("fail", "ignore"),
            EnhancedAuthentication.class, Set.of("SCRAM-SHA-256"), NetClientOptions.class, Set.of("proxy"));

    @Test
    void findsWhatIsWrongInAllChannelsAtOnce() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "topic", "a/#/b", IN + "qos", "3",
                OUT + "connector", "smallrye-mqtt-x", OUT + "topic", "a/+", OUT + "will-payload", "gone");

        assertThat(check.problems()).extracting(ConfigurationProblem::attribute)
                .containsExactlyInAnyOrder("topic", "qos", "topic", "will-payload");
        assertThat(check.problems()).extracting(ConfigurationProblem::channel).contains("in", "out");
    }

    @Test
    void acceptsWhatIsRight() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "topic", "a/#", IN + "qos", "1",
                OUT + "connector", "smallrye-mqtt-x", OUT + "will-topic", "gone", OUT + "will-payload", "gone");

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    @Test
    void leavesExpressionsToTheStart() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "topic", "${TOPIC_OF_THE_PLANT}", IN + "qos", "${QOS:7}",
                OUT + "connector", "smallrye-mqtt-x", OUT + "will-topic", "${WILL}", OUT + "will-payload", "gone",
                OUT + "keep-alive-seconds", "${KEEP_ALIVE}");

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void findsProblemsNextToExpressions() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "username", "${USER_OF_THE_PLANT}",
                IN + "port", "70000");

        assertThat(check.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.attribute()).isEqualTo("port");
            assertThat(problem.value()).isEqualTo("70000");
        });
    }

    @Test
    void leavesSecretsAndWhatGoesWithThemToTheStart() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true", IN + "password", "secret",
                IN + "ssl.keystore.location", "/run/secrets/key.p12", IN + "ssl.truststore.type", "pem",
                OUT + "connector", "smallrye-mqtt-x", OUT + "ssl", "true", OUT + "ssl.keystore.password", "secret");

        assertThat(check.problems()).as("they may come from the environment").isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    @Test
    void refusesAPersistentSessionWithoutClientIdUnlessOneIsSaidToCome() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "auto-clean-session", "false").problems())
                .extracting(ConfigurationProblem::toString).containsExactly("channel 'in', attribute 'client-id': set it,"
                        + " because a session that outlives the connection (auto-clean-session=false) would be lost with a"
                        + " generated one; or use version=5, where the broker assigns one; if the environment of the"
                        + " application names it, write client-id=${NAME}");
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "auto-generated-client-id", "false").problems())
                .hasSize(1);
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "auto-clean-session", "false",
                "mp.messaging.connector.smallrye-mqtt-x.client-id", "${HOSTNAME_OF_THE_POD}").problems()).isEmpty();
    }

    @Test
    void leavesWhatAnExpressionMaySetRightToTheStart() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "auto-clean-session", "${CLEAN:false}",
                IN + "will-payload", "bye", IN + "will-topic", "${WILL:}", IN + "reconnect-max-interval-seconds", "5",
                IN + "reconnect-interval-seconds", "${FIRST:10}", IN + "qos", "1,2", IN + "topic", "${TOPICS:a}",
                OUT + "connector", "smallrye-mqtt-x", OUT + "servers", "${SERVERS:mqtt://a}", OUT + "ssl", "true",
                OUT + "tcp-keep-alive", "false", OUT + "tcp-keep-alive-count", "${PROBES:3}");

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void doubtsNothingThatAnExpressionMayDecide() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "auto-reconnect", "${RECONNECT:false}", IN + "reconnect-attempts",
                "3",
                IN + "ssl", "${TLS:false}", IN + "trust-all", "true", IN + "version", "${VERSION:3.1.1}",
                IN + "receive-maximum", "10",
                OUT + "connector", "smallrye-mqtt-x", OUT + "topic", "${SITE:}//x", OUT + "auto-reconnect", "false",
                OUT + "reconnect-attempts", "3");

        assertThat(check.warnings()).containsExactly(
                "channel 'out', attribute 'reconnect-attempts': has no effect, because auto-reconnect is false");
        String connector = "mp.messaging.connector.smallrye-mqtt-x.";
        assertThat(check(IN + "connector", "smallrye-mqtt-x", connector + "trust-all", "true").warnings()).hasSize(1);
        assertThat(check(IN + "connector", "smallrye-mqtt-x", connector + "trust-all", "true", IN + "ssl", "${TLS:false}")
                .warnings()).isEmpty();
    }

    @Test
    void doubtsNoAttributesOfStoresThatTheEnvironmentMayName() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true", IN + "ssl.truststore.type", "pem").warnings())
                .isEmpty();
    }

    @Test
    void doubtsAttributesOfStoresThatItDoesNotOpen() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true", IN + "trust-all", "true",
                IN + "ssl.truststore.location", "/run/secrets/trust.p12").warnings()).containsExactly(
                        "channel 'in', attribute 'ssl.truststore.location': has no effect, because trust-all is true");
    }

    @Test
    void seesARiskInTrustingEveryCertificate() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true", IN + "trust-all", "true").risks())
                .containsExactly(
                        "channel 'in', attribute 'trust-all': is true, so any server that poses as the broker is"
                                + " trusted; not for production: name the authority in ssl.truststore.location");
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "trust-all", "true").risks()).as("no TLS").isEmpty();
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true", IN + "trust-all", "${TRUST:true}").risks())
                .isEmpty();
    }

    @Test
    void refusesOneNameForBothDirections() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", "mp.messaging.outgoing.in.connector", "smallrye-mqtt-x")
                .problems()).singleElement().asString().contains("'in'", "is an incoming and an outgoing channel at once");
    }

    @Test
    void knowsTheOptionsOfConnectionsThatTheApplicationHas() {
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "client-options-name", "proxy").problems()).isEmpty();
        assertThat(check(IN + "connector", "smallrye-mqtt-x", IN + "client-options-name", "poxy").problems()).singleElement()
                .asString().contains("'client-options-name', value 'poxy': there is no CDI bean of type");
    }

    @Test
    void leavesStoresToTheStart() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "ssl", "true",
                IN + "ssl.truststore.location", "/run/secrets/trust.p12", IN + "ssl.truststore.password", "secret",
                IN + "ssl.keystore.type", "jsk", IN + "ssl.keystore.location", "/run/secrets/key.jks",
                IN + "ssl.keystore.password", "secret");

        assertThat(check.problems()).extracting(ConfigurationProblem::attribute).containsExactly("ssl.keystore.type");
    }

    @Test
    void refusesTheSameClientWithDifferentSettings() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "client-id", "plant", IN + "keep-alive-seconds", "10",
                OUT + "connector", "smallrye-mqtt-x", OUT + "client-id", "plant", OUT + "keep-alive-seconds", "20");

        assertThat(check.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains("'in' and 'out'", "plant", "keep-alive-seconds");
        });
    }

    @Test
    void leavesTheComparisonOfChannelsToTheStartWhenOneIsNotKnown() {
        ConfigurationCheck check = check(
                IN + "connector", "smallrye-mqtt-x", IN + "client-id", "plant", IN + "keep-alive-seconds", "10",
                OUT + "connector", "smallrye-mqtt-x", OUT + "client-id", "plant", OUT + "keep-alive-seconds", "${KEEP_ALIVE}");

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void warnsOfUnknownAttributesWithTheNearestName() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "keepalive-seconds", "10",
                IN + "retain", "true");

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("'in'", "'keepalive-seconds'", "keep-alive-seconds?"))
                .anySatisfy(warning -> assertThat(warning).contains("'in'", "'retain'", "outgoing"));
    }

    @Test
    void warnsEvenWhenSomethingElseIsWrong() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "topik", "a", IN + "qos", "3");

        assertThat(check.problems()).hasSize(1);
        assertThat(check.warnings()).singleElement().asString().contains("topic?");
    }

    @Test
    void checksChannelsThatGetTheConnectorBecauseThereIsNoOther() {
        ConfigurationCheck check = ConfigurationCheck.of(config(OUT + "topic", "#"),
                Map.of(OUT + "connector", "smallrye-mqtt-x"), ConfigurationCheckTest::identifiers);

        assertThat(check.problems()).extracting(ConfigurationProblem::channel).containsExactly("out");
    }

    @Test
    void knowsTheFailureStrategiesOfTheApplication() {
        Map<String, String> none = Map.of();
        Config config = config(IN + "connector", "smallrye-mqtt-x", IN + "failure-strategy", "park");

        assertThat(ConfigurationCheck
                .of(config, none, type -> Set.of("fail", "ignore", "park")).problems())
                .isEmpty();
        assertThat(ConfigurationCheck.of(config, none, ConfigurationCheckTest::identifiers).problems())
                .singleElement()
                .asString()
                .contains("failure-strategy", "park", "fail, ignore");
    }

    @Test
    void knowsTheMechanismsOfAuthenticationOfTheApplication() {
        assertThat(check(OUT + "connector", "smallrye-mqtt-x", OUT + "authentication", "SCRAM-SHA-256").problems()).isEmpty();
        assertThat(check(OUT + "connector", "smallrye-mqtt-x", OUT + "authentication", "SCRAM-SHA-265").problems())
                .singleElement().asString().contains("authentication", "SCRAM-SHA-265", "use one of SCRAM-SHA-256");
    }

    @Test
    void leavesOtherConnectorsAlone() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt", IN + "qos", "3");

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    private static ConfigurationCheck check(String... properties) {
        return ConfigurationCheck.of(config(properties), Map.of(), ConfigurationCheckTest::identifiers);
    }

    private static Set<String> identifiers(Class<?> type) {
        return BEANS.getOrDefault(type, Set.of());
    }

    private static Config config(String... properties) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(new PropertiesConfigSource(map, "test", 100))
                .build();
    }
}
