package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class NamesCheckTest {

    private static final Set<String> ALONE = Set.of("smallrye-mqtt-x");
    private static final Set<String> IN_COMPANY = Set.of("smallrye-mqtt-x", "smallrye-kafka");

    /** An application that receives from {@code readings} and sends to {@code averages}. */
    private static NamesCheck check(Set<String> connectors, String... properties) {
        Set<ConfiguredChannel> used = new LinkedHashSet<>(
                List.of(new ConfiguredChannel(true, "readings"), new ConfiguredChannel(false, "averages")));
        return new NamesCheck(config(properties), connectors, used);
    }

    private static Config config(String... properties) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(new PropertiesConfigSource(map, "test", 100))
                .build();
    }

    @Test
    void aConnectorThatIsNearlyThisOneIsAProblem() {
        for (String connector : List.of("smallrye-mqttx", "smallrye-mqqt-x", "mqtt-x", "SmallRye-MQTTX")) {
            assertThat(check(IN_COMPANY, "mp.messaging.incoming.readings.connector", connector).problems())
                    .containsExactly("mp.messaging.incoming.readings.connector=" + connector
                            + ": there is no such connector; did you mean smallrye-mqtt-x?");
        }
    }

    @Test
    void connectorsOfOthersAreTheirBusiness() {
        for (String connector : List.of("smallrye-mqtt-x", "smallrye-kafka", "smallrye-mqtt", "smallrye-amqp",
                "smallrye-rabbitmq",
                "smallrye-in-memory", "smallrye-jms", "smallrye-pulsar")) {
            assertThat(check(IN_COMPANY, "mp.messaging.incoming.readings.connector", connector).problems()).isEmpty();
        }
        assertThat(check(Set.of("smallrye-mqtt-x", "smallrye-mqttx"), "mp.messaging.incoming.readings.connector",
                "smallrye-mqttx").problems()).isEmpty();
    }

    @Test
    void aMisspeltDirectionHasNoEffect() {
        assertThat(check(IN_COMPANY, "mp.messaging.incomming.readings.ssl.keystore.type", "pem",
                "mp.messaging.emitter.default-buffer-size", "5", "mp.messaging.incoming.readings.topic", "a").warnings())
                .containsExactly("mp.messaging.incomming.readings.ssl.keystore.type: has no effect; did you mean"
                        + " mp.messaging.incoming.readings.ssl.keystore.type?");
    }

    @Test
    void attributesOfAConnectorThatIsNearlyThisOneHaveNoEffect() {
        assertThat(check(ALONE, "mp.messaging.connector.smallrye-mqtt.ssl.keystore.type", "pem",
                "mp.messaging.connector.smallrye-mqtt-x.host", "a", "mp.messaging.connector.smallrye-kafka.topic", "b")
                .warnings())
                .containsExactly("mp.messaging.connector.smallrye-mqtt.ssl.keystore.type: has no effect, because there is no"
                        + " connector 'smallrye-mqtt'; did you mean"
                        + " mp.messaging.connector.smallrye-mqtt-x.ssl.keystore.type?");
    }

    @Test
    void aMisspeltChannelWithoutConnectorIsAProblem() {
        assertThat(check(ALONE, "mp.messaging.incoming.raedings.topic", "a", "mp.messaging.incoming.raedings.qos", "1",
                "mp.messaging.incoming.readings.topic", "a", "mp.messaging.incoming.readings$1.pausable", "true").problems())
                .containsExactly(
                        "mp.messaging.incoming.raedings.*: there is no connector for it, because no method and no"
                                + " injection point uses the incoming channel 'raedings'; did you mean 'readings'? Used are: [readings]");
        assertThat(check(ALONE, "mp.messaging.outgoing.alarms.topic", "a").problems())
                .containsExactly("mp.messaging.outgoing.alarms.*: there is no connector for it, because no method and no"
                        + " injection point uses the outgoing channel 'alarms'; correct the name, or remove it. Used are: [averages]");
    }

    @Test
    void aChannelOfTheOtherDirectionWithoutConnectorIsAProblem() {
        assertThat(check(ALONE, "mp.messaging.incoming.averages.topic", "a", "mp.messaging.outgoing.readings.topic", "a")
                .problems()).containsExactly(
                        "mp.messaging.incoming.averages.*: there is no connector for it, because the application sends to the channel"
                                + " 'averages'; did you mean mp.messaging.outgoing.averages.*?",
                        "mp.messaging.outgoing.readings.*: there is no connector for it, because the application receives from the channel"
                                + " 'readings'; did you mean mp.messaging.incoming.readings.*?");
    }

    @Test
    void besidesOtherConnectorsOnlyWhatIsEvidentlyMisspelt() {
        assertThat(check(IN_COMPANY, "mp.messaging.incoming.raedings.topic", "a", "mp.messaging.outgoing.readings.topic", "a",
                "mp.messaging.incoming.of-another-extension.topic", "a").problems()).hasSize(2)
                .noneMatch(problem -> problem.contains("of-another-extension"));
    }

    @Test
    void aChannelWithAConnectorOrThatIsSwitchedOffIsLeftAlone() {
        for (String attribute : List.of("enabled", "connector", "type")) {
            assertThat(check(ALONE, "mp.messaging.incoming.raedings.topic", "a", "mp.messaging.incoming.raedings." + attribute,
                    "smallrye-kafka").problems()).isEmpty();
        }
    }

    @Test
    void whatOnlyTheEnvironmentOfTheBuildSaysIsLeftToTheStart() {
        Config config = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new EnvConfigSource(Map.of("MP_MESSAGING_INCOMING_RAEDINGS_TOPIC", "a"), 300)).build();

        assertThat(new NamesCheck(config, ALONE, Set.of(new ConfiguredChannel(true, "readings"))).problems()).isEmpty();
    }

    @Test
    void ofTwoNamesOfOnePropertyOneHasNoEffect() {
        assertThat(check(ALONE, "mp.messaging.incoming.readings.topic", "a", "quarkus.messaging.incoming.readings.topic", "b")
                .warnings()).containsExactly("mp.messaging.incoming.readings.topic: has no effect, because"
                        + " quarkus.messaging.incoming.readings.topic is set to another value and wins; remove one of them");
        assertThat(check(ALONE, "mp.messaging.incoming.readings.topic", "a", "quarkus.messaging.incoming.readings.topic", "a",
                "quarkus.messaging.incoming.readings.qos", "1").warnings()).isEmpty();
    }

    @Test
    void aMisspeltTlsConfigurationIsDoubtful() {
        assertThat(check(ALONE, "quarkus.tls.plant.trust-store.pem.certs", "ca.pem", "quarkus.tls.key-store.p12.path", "a",
                "mp.messaging.incoming.readings.tls-configuration-name", "plnat",
                "mp.messaging.outgoing.averages.tls-configuration-name", "plant").warnings()).containsExactly(
                        "mp.messaging.incoming.readings.tls-configuration-name=plnat: nothing configures quarkus.tls.plnat.*;"
                                + " did you mean plant?");
    }

    @Test
    void aTlsConfigurationThatMayComeAtRunTimeIsLeftToTheStart() {
        assertThat(check(ALONE, "quarkus.tls.plant.trust-store.pem.certs", "ca.pem",
                "mp.messaging.incoming.readings.tls-configuration-name", "from-code",
                "mp.messaging.outgoing.averages.tls-configuration-name", "${TLS:plnat}").warnings()).isEmpty();
    }
}
