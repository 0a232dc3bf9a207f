package io.quarkiverse.mqttx.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.deployment.ConfiguredChannels;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;

class BrokerAddressTest {

    private static final String CONNECTOR = "mp.messaging.connector.smallrye-mqtt-x.";
    private static final String IN = "mp.messaging.incoming.in.";
    private static final String OUT = "mp.messaging.outgoing.out.";

    @Test
    void isThatOfTheConnectorWhenNoChannelHasABroker() throws IOException {
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x").prefixes()).containsExactly(CONNECTOR);
    }

    @Test
    void isNotNeededWithoutChannels() throws IOException {
        assertThat(neededWith().isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt").isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "enabled", "false").isNeeded()).isFalse();
    }

    @Test
    void isNotNeededWhenTheChannelHasABroker() throws IOException {
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "host", "broker").isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "port", "1883").isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "servers", "mqtt://a").isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "host", "${BROKER}").isNeeded()).isFalse();
    }

    @Test
    void isNotNeededWhenTheConnectorHasABroker() throws IOException {
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", CONNECTOR + "host", "broker").isNeeded()).isFalse();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", CONNECTOR + "servers", "mqtt://a").isNeeded()).isFalse();
    }

    @Test
    void anExpressionThatResolvesToNothingNamesNoBroker() throws IOException {
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", CONNECTOR + "host", "${HOST_OF_NOBODY:}", CONNECTOR + "port",
                "${PORT_OF_NOBODY:}").isNeeded()).isTrue();
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", CONNECTOR + "host", "${HOST_OF_NOBODY:broker}").isNeeded())
                .isFalse();
    }

    @Test
    void isThatOfTheChannelsWithoutABrokerWhenOthersHaveOne() throws IOException {
        assertThat(neededWith(IN + "connector", "smallrye-mqtt-x", IN + "host", "broker", OUT + "connector",
                "smallrye-mqtt-x").of("127.0.0.1", 4711))
                .containsOnly(Map.entry(OUT + "host", "127.0.0.1"), Map.entry(OUT + "port", "4711"));
    }

    @Test
    void readsChannelsWithADotInTheirNames() throws IOException {
        assertThat(neededWith("mp.messaging.incoming.\"a.b\".connector", "smallrye-mqtt-x",
                "mp.messaging.incoming.\"a.b\".host", "broker").isNeeded()).isFalse();
    }

    @Test
    void readsTheNamesOfQuarkus() throws IOException {
        assertThat(neededWith("quarkus.messaging.incoming.in.connector", "smallrye-mqtt-x").isNeeded()).isTrue();
    }

    @Test
    void knowsChannelsWithoutConfigurationWhenThereIsNoOtherConnector() throws IOException {
        assertThat(needed(Index.of(MqttConnector.class, Application.class), config(
                "mp.messaging.incoming.consumed.host", "broker", "mp.messaging.outgoing.produced.host", "broker",
                "mp.messaging.incoming.injected.host", "broker")).prefixes())
                .containsExactly("mp.messaging.outgoing.emitted.");
        assertThat(needed(Index.of(MqttConnector.class, Application.class),
                config("quarkus.messaging.auto-connector-attachment", "false")).isNeeded()).isFalse();
        assertThat(needed(Index.of(MqttConnector.class, OtherConnector.class, Application.class), config()).isNeeded())
                .isFalse();
    }

    private static BrokerAddress neededWith(String... properties) throws IOException {
        return needed(Index.of(MqttConnector.class, ChannelProducer.class), config(properties));
    }

    private static BrokerAddress needed(Index index, Config config) {
        return BrokerAddress.neededBy(ConfiguredChannels.find(index, config), false, config);
    }

    private static Config config(String... properties) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredCustomizers()
                .withSources(new PropertiesConfigSource(map, "test", 100)).build();
    }

    @Connector("another")
    static class OtherConnector {
    }

    static class Application {

        @Channel("injected")
        Multi<String> injected;

        @Channel("emitted")
        Emitter<String> emitter;

        @Incoming("consumed")
        @Outgoing("internal")
        String process(String payload) {
            return payload;
        }

        @Incoming("internal")
        @Outgoing("produced")
        String pass(String payload) {
            return payload;
        }
    }
}
