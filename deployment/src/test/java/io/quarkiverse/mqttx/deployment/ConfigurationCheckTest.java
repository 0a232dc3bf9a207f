package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class ConfigurationCheckTest {

    private static final String IN = "mp.messaging.incoming.in.";
    private static final String OUT = "mp.messaging.outgoing.out.";

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
    void leavesWhatIsMissingToTheStart() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt-x", IN + "auto-clean-session", "false");

        assertThat(check.problems()).as("client-id may come from the environment").isEmpty();
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
                Map.of(OUT + "connector", "smallrye-mqtt-x"), Set.of("fail", "ignore"));

        assertThat(check.problems()).extracting(ConfigurationProblem::channel).containsExactly("out");
    }

    @Test
    void knowsTheFailureStrategiesOfTheApplication() {
        Map<String, String> none = Map.of();
        Config config = config(IN + "connector", "smallrye-mqtt-x", IN + "failure-strategy", "park");

        assertThat(ConfigurationCheck.of(config, none, Set.of("fail", "ignore", "park")).problems()).isEmpty();
        assertThat(ConfigurationCheck.of(config, none, Set.of("fail", "ignore")).problems()).singleElement().asString()
                .contains("failure-strategy", "park", "fail, ignore");
    }

    @Test
    void leavesOtherConnectorsAlone() {
        ConfigurationCheck check = check(IN + "connector", "smallrye-mqtt", IN + "qos", "3");

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
    }

    private static ConfigurationCheck check(String... properties) {
        return ConfigurationCheck.of(config(properties), Map.of(), Set.of("fail", "ignore"));
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
