package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** What is set nowhere is not looked up, and what is set anywhere, in whichever way, is found. */
class LookupsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String CONNECTOR = "mp.messaging.connector." + MqttConnector.NAME + ".";

    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final List<ConfigSource> more = new ArrayList<>();
    private String profile;

    @Test
    void tenChannelsLookUpWhatIsSetAndNothingElse() {
        for (int i = 0; i < 10; i++) {
            channel("in" + i, "topic", "topics/" + i, "qos", "1");
        }
        properties.put(CONNECTOR + "host", "broker");
        properties.put(CONNECTOR + "port", "1884");
        CountingConfig config = new CountingConfig(config());

        assertThat(new ConfigurationReader(config, new NoBeans(), VERTX).read().incoming()).hasSize(10);

        assertThat(new HashSet<>(config.lookups())).as("everything that is set is needed").isEqualTo(properties.keySet());
        assertThat(config.lookups().size()).as("all look-ups").isLessThanOrEqualTo(3 * properties.size());
    }

    @Test
    void aConnectionIsReadOnceForAllChannelsThatShareIt() {
        properties.put(CONNECTOR + "host", "broker");
        for (int i = 0; i < 10; i++) {
            channel("in" + i);
        }
        CountingConfig config = new CountingConfig(config());

        ConnectorConfiguration read = new ConfigurationReader(config, new NoBeans(), VERTX).read();

        assertThat(config.lookups().stream().filter(name -> name.equals(CONNECTOR + "host")).count()).isLessThan(10);
        assertThat(read.incoming().values()).allSatisfy(channel -> {
            assertThat(channel.connection().settings().servers()).containsExactly(new ServerAddress("broker", 1883, false));
            assertThat(channel.connection().channel()).isEqualTo(channel.settings().channel());
        });
    }

    @Test
    void whatIsSetAsWhenTheApplicationWasBuiltIsComparedAndNotReadAgain() {
        channel("in", "topic", "a/+", "qos", "1");
        channel("other", "topic", "b");
        properties.put(CONNECTOR + "host", "${HOST_OF_NOBODY:broker}");
        ConnectionPlan plan = plan();
        CountingConfig config = new CountingConfig(config());

        ConnectorConfiguration read = new StartReading(config, plan, new NoBeans(), VERTX).read();

        assertThat(config.lookups()).contains(CONNECTOR + "host").filteredOn(name -> !name.startsWith(CONNECTOR))
                .containsExactlyInAnyOrder("mp.messaging.incoming.in.connector", "mp.messaging.incoming.in.topic",
                        "mp.messaging.incoming.in.qos", "mp.messaging.incoming.other.connector",
                        "mp.messaging.incoming.other.topic", "mqtt-client-options-name");
        assertThat(read.incoming().get("in").settings())
                .isSameAs(plan.incoming().get("in").settings().settings());
        assertThat(read.incoming().values()).allSatisfy(channel -> {
            assertThat(channel.connection().settings().servers()).containsExactly(new ServerAddress("broker", 1883, false));
            assertThat(channel.connection().channel()).isEqualTo(channel.settings().channel());
        });
    }

    @Test
    void allIsReadAgainWhenAnythingIsSetOtherwise() {
        channel("in", "topic", "a/+", "qos", "1");
        channel("other", "topic", "b");
        ConnectionPlan plan = plan();

        properties.put("mp.messaging.incoming.in.topic", "b/+");
        assertThat(read(plan, "in").subscription().filters()).singleElement().extracting("filter", "qos").containsExactly("b/+",
                1);
        properties.remove("mp.messaging.incoming.in.topic");
        assertThat(read(plan, "in").subscription().filters()).singleElement().extracting("filter").isEqualTo("in");
        properties.put("mp.messaging.incoming.in.topic", "a/+");
        properties.put(CONNECTOR + "buffer-size", "7");
        assertThat(read(plan, "in").bufferSize()).isEqualTo(7);
        properties.remove(CONNECTOR + "buffer-size");
        assertThat(read(plan, "in")).isSameAs(plan.incoming().get("in").settings().settings());
        variables.put("MP_MESSAGING_INCOMING_IN_TOPIC", "c/+");
        assertThat(read(plan, "in").subscription().filters()).singleElement().extracting("filter").isEqualTo("c/+");
    }

    @Test
    void allIsReadAgainWhenTheOptionsAreNamedOutsideOfMessaging() {
        channel("in", "topic", "a/+");
        ConnectionPlan plan = plan();

        properties.put(ConnectionAttributes.CLIENT_OPTIONS_NAME.alias(), "mine");

        assertThat(read(plan, "in")).isNotSameAs(plan.incoming().get("in").settings().settings());
    }

    @Test
    void aProfileThatSetsSomethingOtherwiseIsNoticed() {
        channel("in", "topic", "a/+");
        properties.put("%plant.mp.messaging.incoming.in.topic", "of/the/plant");
        ConnectionPlan plan = plan();
        assertThat(read(plan, "in")).isSameAs(plan.incoming().get("in").settings().settings());

        profile = "plant";

        assertThat(read(plan, "in").subscription().filters()).singleElement().extracting("filter").isEqualTo("of/the/plant");
    }

    @Test
    void aChannelThatIsNotEnabledAnyMoreIsNone() {
        channel("in", "topic", "a/+");
        ConnectionPlan plan = plan();
        properties.put("mp.messaging.incoming.in.enabled", "false");

        assertThat(all(plan).incoming()).isEmpty();
    }

    @Test
    void aChannelThatIsEnabledAfterTheBuildIsThere() {
        channel("in", "topic", "a/+");
        channel("more", "topic", "b/+", "enabled", "false");
        ConnectionPlan plan = plan();
        assertThat(all(plan).incoming()).containsOnlyKeys("in");
        properties.put("mp.messaging.incoming.more.enabled", "true");

        assertThat(all(plan).incoming()).containsOnlyKeys("in", "more");
    }

    @Test
    void whichChannelsThereAreMustBeKnownAtTheBuild() {
        channel("in", "topic", "a/+");
        assertThat(survey().complete()).isNotNull();
        channel("more", "topic", "b/+", "enabled", "${MORE_OF_NOBODY:false}");
        assertThat(survey().complete()).isNull();
    }

    @Test
    void warnsOfAnUnknownAttributeThatWasNotThereAtTheBuild() {
        channel("in", "topic", "a/+");
        ConnectionPlan plan = plan();
        properties.put("mp.messaging.incoming.in.topik", "b/+");

        assertThat(all(plan).warnings()).containsExactly(
                "channel 'in', attribute 'topik': is not known and has no effect; did you mean topic?");
    }

    @Test
    void whatIsDoubtfulIsNotRecordedSoThatEachStartWarnsOfIt() {
        channel("in", "topic", "a//b");
        channel("other", "topic", "${TOPIC_OF_NOBODY:a}");
        channel("third", "topic", "a");

        assertThat(survey().recorded(true, IncomingSettings.class)).containsOnlyKeys("third");
        assertThat(survey().complete()).isNull();
    }

    @Test
    void whatOtherAttributesDependOnMustBeKnownAtTheBuild() {
        channel("in", "topic", "a");
        properties.put(CONNECTOR + "port", "${PORT_OF_NOBODY:1883}");
        properties.put(CONNECTOR + "username", "${USER_OF_NOBODY:}");
        assertThat(survey().complete()).isNotNull();

        properties.put(CONNECTOR + "ssl", "${TLS_OF_NOBODY:false}");
        assertThat(survey().complete()).as("attributes of TLS have an effect or none").isNull();

        properties.remove(CONNECTOR + "ssl");
        channel("out-of-band", "topic", "b", "host", "${OTHER_HOST_OF_NOBODY:localhost}");
        assertThat(survey().complete()).as("it may be the same broker, and one connection").isNull();
    }

    @Test
    void twoChannelsWithPasswordsOfTheirOwnAreReadAtEachStart() {
        properties.put(CONNECTOR + "username", "me");
        channel("in", "topic", "a", "password", "hunter2");
        assertThat(survey().complete()).isNotNull();

        channel("other", "topic", "b", "password", "hunter2");
        assertThat(survey().complete()).as("at the start one of them may be another").isNull();
    }

    @Test
    void whatIsWrongWithWhatIsOpenIsSaidAsEver() {
        channel("in", "topic", "a");
        properties.put(CONNECTOR + "port", "${PORT_OF_NOBODY:70000}");
        ConnectionPlan plan = plan();

        assertThatThrownBy(() -> all(plan)).isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("connector 'smallrye-mqtt-x', attribute 'port', value '70000'");
    }

    @Test
    void whatIsOpenIsReadAndTheRestOfTheConnectionTakenAsItWasBuilt() {
        channel("in", "topic", "a");
        properties.put(CONNECTOR + "host", "${HOST_OF_NOBODY:}");
        properties.put(CONNECTOR + "port", "${PORT_OF_NOBODY:}");
        properties.put(CONNECTOR + "client-id", "${NAME_OF_NOBODY:me}");
        properties.put(CONNECTOR + "username", "${USER_OF_NOBODY:}");
        properties.put(CONNECTOR + "reason-codes", "0x97:stop");
        properties.put(CONNECTOR + "will-topic", "gone");
        ConnectionPlan plan = plan();
        assertThat(plan.connections()).hasSize(1);
        assertThat(settings(plan).asRead()).isEqualTo(settings(ConnectionPlan.NONE).asRead());

        variables.putAll(Map.of("HOST_OF_NOBODY", "[::1]", "PORT_OF_NOBODY", "1884", "NAME_OF_NOBODY", "you",
                "USER_OF_NOBODY", "them"));

        ConnectionSettings settings = settings(plan);
        assertThat(settings.servers()).containsExactly(new ServerAddress("::1", 1884, false));
        assertThat(settings.session().clientId()).isEqualTo("you");
        assertThat(settings.session().login().username()).isEqualTo("them");
        assertThat(settings.session().will()).isSameAs(plan.connections().get(0).settings().session().will());
        assertThat(settings.asRead()).isEqualTo(settings(ConnectionPlan.NONE).asRead());
    }

    @Test
    void anOpenValueThatIsUnusualIsJudgedAsWithoutAPlan() {
        channel("in", "topic", "a");
        for (String attribute : List.of("host", "port", "client-id", "username", "password")) {
            properties.put(CONNECTOR + attribute, "${OPEN_" + attribute.toUpperCase(Locale.ROOT) + ":}");
        }
        Map<String, String> usual = Map.of("OPEN_HOST", "broker", "OPEN_PORT", "1", "OPEN_CLIENT-ID", "me",
                "OPEN_USERNAME", "them", "OPEN_PASSWORD", "hunter2");
        variables.putAll(usual);
        ConnectionPlan plan = plan();
        Map<String, List<String>> unusual = Map.of("OPEN_HOST", List.of("", "mqtt://broker", "a,b", " broker"),
                "OPEN_PORT", List.of("", "0", "65536", "x"), "OPEN_CLIENT-ID", List.of("", " me", "a\u0001", "a\u0000", "a#"),
                "OPEN_USERNAME", List.of("", "them ", "a\u0001"), "OPEN_PASSWORD", List.of("", "hunter2\n", "\u0000"));
        unusual.forEach((variable, values) -> values.forEach(value -> {
            variables.putAll(usual);
            variables.put(variable, value);
            assertThat(outcome(plan)).as("%s=%s", variable, value).isEqualTo(outcome(ConnectionPlan.NONE));
        }));
    }

    @Test
    void aConnectionThatAsksFilesOrBeansIsReadAtTheStart() {
        channel("in", "topic", "a", "session-store", "file", "client-id", "me", "auto-clean-session", "false");

        assertThat(survey().complete()).isNotNull();
        assertThat(survey().recordedConnections()).isEmpty();
    }

    /** The connection of the channel, or what is wrong with it. */
    private Object outcome(ConnectionPlan plan) {
        try {
            return settings(plan);
        } catch (InvalidConfigurationException problems) {
            return problems.getMessage();
        }
    }

    private ConnectionSettings settings(ConnectionPlan plan) {
        return all(plan).incoming().get("in").connection().settings();
    }

    @Test
    void secretsAndWhatOtherConnectorsHaveAreNotRecorded() {
        channel("in", "topic", "a");
        properties.put(CONNECTOR + "username", "me");
        properties.put(CONNECTOR + "password", "hunter2");
        properties.put("mp.messaging.incoming.other.connector", "smallrye-kafka");
        properties.put("mp.messaging.incoming.other.sasl.jaas.config", "hunter3");

        assertThat(survey().complete().values()).containsOnlyKeys("mp.messaging.incoming.in.connector",
                "mp.messaging.incoming.in.topic", CONNECTOR + "username", "mp.messaging.incoming.other.connector");
        ConnectionPlan plan = plan();
        properties.put(CONNECTOR + "password", "hunter4");
        assertThat(settings(plan).session().login().password()).isEqualTo("hunter4");
        assertThat(plan.connections().get(0).settings().asRead()).containsEntry("username", "me")
                .doesNotContainValue("hunter2");
        assertThat(read(plan, "in")).isSameAs(plan.incoming().get("in").settings().settings());
    }

    @Test
    void findsEnvironmentVariables() {
        channel("in");
        channel("with-dash");
        channel("with.dot");
        variables.put("MP_MESSAGING_INCOMING_IN_BUFFER_SIZE", "3");
        variables.put("MP_MESSAGING_INCOMING_WITH_DASH_TOPIC", "dashed");
        variables.put("MP_MESSAGING_INCOMING__WITH_DOT__TOPIC", "dotted");
        variables.put("MP_MESSAGING_CONNECTOR_SMALLRYE_MQTT_X_KEEP_ALIVE_SECONDS", "9");

        assertThat(read(ConnectionPlan.NONE, "in").bufferSize()).isEqualTo(3);
        assertThat(read(ConnectionPlan.NONE, "with-dash").subscription().filters()).extracting("filter")
                .containsExactly("dashed");
        assertThat(read(ConnectionPlan.NONE, "with.dot").subscription().filters()).extracting("filter")
                .containsExactly("dotted");
        assertThat(all(ConnectionPlan.NONE).incoming().get("in").connection().settings().session().timing().keepAliveSeconds())
                .isEqualTo(9);
        assertThat(all(ConnectionPlan.NONE).warnings()).isEmpty();
    }

    @Test
    void warnsOfAnUnknownEnvironmentVariable() {
        channel("with-dash");
        variables.put("MP_MESSAGING_INCOMING_WITH_DASH_TOPIK", "a");

        assertThat(all(ConnectionPlan.NONE).warnings()).containsExactly(
                "channel 'with-dash', attribute 'topik': is not known and has no effect; did you mean topic?");
    }

    @Test
    void findsWhatAProfileSets() {
        profile = "plant";
        channel("in");
        properties.put("%plant.mp.messaging.incoming.in.topic", "of/the/plant");
        properties.put("%other.mp.messaging.incoming.in.qos", "2");

        assertThat(read(ConnectionPlan.NONE, "in").subscription().filters()).singleElement().extracting("filter", "qos")
                .containsExactly("of/the/plant", 0);
    }

    @Test
    void findsWhatAVariableOfAProfileSets() {
        profile = "plant";
        channel("in");
        variables.put("_PLANT_MP_MESSAGING_INCOMING_IN_TOPIC", "of/the/plant");

        assertThat(read(ConnectionPlan.NONE, "in").subscription().filters()).extracting("filter")
                .containsExactly("of/the/plant");
    }

    @Test
    void findsQuotedChannels() {
        properties.put("mp.messaging.incoming.\"a.b\".connector", MqttConnector.NAME);
        properties.put("mp.messaging.incoming.\"a.b\".topic", "quoted");

        assertThat(read(ConnectionPlan.NONE, "a.b").subscription().filters()).extracting("filter").containsExactly("quoted");
    }

    @Test
    void findsWhatASourceGivesThatDoesNotListItsNames() {
        channel("in");
        more.add(new Vault(Map.of("mp.messaging.incoming.in.topic", "of/the/vault")));

        assertThat(read(ConnectionPlan.NONE, "in").subscription().filters()).extracting("filter")
                .containsExactly("of/the/vault");
    }

    @Test
    void whatSuchASourceGivesAtRunTimeWinsOverThePlan() {
        channel("in");
        ConnectionPlan plan = plan();
        more.add(new Vault(Map.of("mp.messaging.incoming.in.topic", "of/the/vault")));

        assertThat(read(plan, "in").subscription().filters()).extracting("filter").containsExactly("of/the/vault");
    }

    @Test
    void findsASystemPropertyThatIsSetLater() {
        channel("in");
        more.add(new SysPropConfigSource());
        Config config = config();
        config.getPropertyNames();
        System.setProperty("mp.messaging.incoming.in.topic", "later");
        try {
            assertThat(new ConfigurationReader(config, new NoBeans(), VERTX).read().incoming().get("in").settings()
                    .subscription().filters()).extracting("filter").containsExactly("later");
        } finally {
            System.clearProperty("mp.messaging.incoming.in.topic");
        }
    }

    private void channel(String name, String... attributes) {
        String prefix = "mp.messaging.incoming." + (name.contains(".") ? '"' + name + '"' : name) + ".";
        properties.put(prefix + "connector", MqttConnector.NAME);
        for (int i = 0; i < attributes.length; i += 2) {
            properties.put(prefix + attributes[i], attributes[i + 1]);
        }
    }

    /** What a build would record. */
    private ConnectionPlan plan() {
        BuildTimeReading survey = survey();
        assertThat(survey.recorded(true, IncomingSettings.class)).hasSameSizeAs(survey.channels());
        return new ConnectionPlan(survey.recorded(true, IncomingSettings.class), Map.of(), Map.of(),
                survey.recordedConnections(), survey.complete(), Set.of(), Map.of());
    }

    private BuildTimeReading survey() {
        return new ConfigurationReader(config(), new NoBeans(), VERTX).survey();
    }

    private IncomingSettings read(ConnectionPlan plan, String channel) {
        return all(plan).incoming().get(channel).settings();
    }

    private ConnectorConfiguration all(ConnectionPlan plan) {
        return new StartReading(config(), plan, new NoBeans(), VERTX).read();
    }

    private Config config() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(Map.copyOf(properties), "test", 100))
                .withSources(new EnvConfigSource(variables, 300)).withSources(more);
        return (profile == null ? builder : builder.withProfile(profile)).build();
    }

    private static final class NoBeans implements BeanLookup {

        @Override
        public Optional<NetClientOptions> clientOptions(String identifier) {
            return Optional.empty();
        }

        @Override
        public Set<String> identifiers(Class<?> type) {
            return type == MqttFailureHandler.Factory.class ? Set.of("fail") : Set.of();
        }

        @Override
        public boolean hasOptionsCustomizer() {
            return false;
        }
    }

    /** Keeps to itself what it has. */
    private record Vault(Map<String, String> secrets) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }

        @Override
        public String getValue(String name) {
            return secrets.get(name);
        }

        @Override
        public String getName() {
            return "vault";
        }
    }
}
