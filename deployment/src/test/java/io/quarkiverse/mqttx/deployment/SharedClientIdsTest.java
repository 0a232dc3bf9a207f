package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class SharedClientIdsTest {

    private static final int OF_APPLICATION_PROPERTIES = 250;
    private static final int OF_TEST_RESOURCES = 399;

    private static final String CONNECTOR = MqttX.CONNECTOR_PREFIX;
    private static final String IN = "mp.messaging.incoming.in.";

    private final Set<ConfiguredChannel> channels = Set.of(new ConfiguredChannel(true, "in"),
            new ConfiguredChannel(false, "out"));
    private final SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("test");

    @Test
    void areThoseOfTheSameBroker() {
        assertThat(clientIds(Map.of(CONNECTOR + "host", "broker", IN + "client-id", "one"))).containsExactly("one");
        assertThat(clientIds(Map.of(CONNECTOR + "servers", "mqtt://broker", CONNECTOR + "client-id", "all", IN + "client-id",
                "one"))).containsExactly("all", "one");
    }

    @Test
    void areNoneWhereDevServicesGivesEachABroker() {
        assertThat(clientIds(Map.of(IN + "client-id", "one"))).isEmpty();
        assertThat(clientIds(Map.of(IN + "client-id", "one", "%prod." + CONNECTOR + "host", "broker"))).isEmpty();
    }

    @Test
    void areNoneWhereClientIdsAreGenerated() {
        assertThat(clientIds(Map.of(CONNECTOR + "host", "broker"))).isEmpty();
    }

    @Test
    void areNoneWhereTheTestsHaveTheirOwn() {
        assertThat(clientIds(Map.of(CONNECTOR + "host", "broker", IN + "client-id", "one", "%test." + IN + "client-id", "two")))
                .isEmpty();
    }

    @Test
    void areNoneWhereTheTestsHaveAnotherBroker() {
        assertThat(clientIds(Map.of(CONNECTOR + "host", "broker", "%test." + CONNECTOR + "host", "other", IN + "client-id",
                "one"))).isEmpty();
        builder.withSources(source(OF_TEST_RESOURCES, Map.of(CONNECTOR + "port", "1884")));
        assertThat(clientIds(Map.of(CONNECTOR + "host", "broker", CONNECTOR + "port", "1883", IN + "client-id", "one")))
                .isEmpty();
    }

    private Set<String> clientIds(Map<String, String> applicationProperties) {
        SmallRyeConfig config = builder.withSources(source(OF_APPLICATION_PROPERTIES, applicationProperties)).build();
        return new SharedClientIds(config).of(channels);
    }

    private static PropertiesConfigSource source(int ordinal, Map<String, String> properties) {
        return new PropertiesConfigSource(new HashMap<>(properties), "test-" + ordinal, ordinal);
    }
}
