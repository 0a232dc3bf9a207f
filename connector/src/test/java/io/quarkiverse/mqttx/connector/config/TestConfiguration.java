package io.quarkiverse.mqttx.connector.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Assertions;

import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.spi.AuthenticationRequest;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.spi.TlsConfigurations;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** A configuration as an application would write it, read without an application. */
final class TestConfiguration implements BeanLookup {

    /** Opens stores; nothing is connected. */
    private static final Vertx VERTX = Vertx.vertx();

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, NetClientOptions> optionBeans = new HashMap<>();
    private boolean customizer;
    private Set<String> tlsConfigurations;

    /** A channel {@code in} of the connector. */
    static TestConfiguration incoming(String... attributes) {
        return new TestConfiguration().incomingChannel("in", attributes);
    }

    /** A channel {@code out} of the connector. */
    static TestConfiguration outgoing(String... attributes) {
        return new TestConfiguration().outgoingChannel("out", attributes);
    }

    TestConfiguration incomingChannel(String channel, String... attributes) {
        return channel("mp.messaging.incoming." + channel, attributes);
    }

    TestConfiguration outgoingChannel(String channel, String... attributes) {
        return channel("mp.messaging.outgoing." + channel, attributes);
    }

    TestConfiguration connector(String attribute, String value) {
        properties.put("mp.messaging.connector." + MqttConnector.NAME + "." + attribute, value);
        return this;
    }

    TestConfiguration property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    TestConfiguration optionsBean(String identifier, NetClientOptions options) {
        optionBeans.put(identifier, options);
        return this;
    }

    TestConfiguration withCustomizer() {
        customizer = true;
        return this;
    }

    TestConfiguration tlsConfigurations(String... names) {
        tlsConfigurations = Set.of(names);
        return withCustomizer();
    }

    private TestConfiguration channel(String prefix, String... attributes) {
        properties.put(prefix + ".connector", MqttConnector.NAME);
        for (int i = 0; i < attributes.length; i += 2) {
            properties.put(prefix + "." + attributes[i], attributes[i + 1]);
        }
        return this;
    }

    ConfigurationReader reader() {
        return new ConfigurationReader(config(), this, VERTX);
    }

    StartReading atStart() {
        return new StartReading(config(), ConnectionPlan.NONE, this, VERTX);
    }

    private SmallRyeConfig config() {
        return new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "test", 100)).build();
    }

    ConnectorConfiguration read() {
        return reader().read();
    }

    ChannelConfiguration<IncomingSettings> readIncoming() {
        return read().incoming().get("in");
    }

    ChannelConfiguration<OutgoingSettings> readOutgoing() {
        return read().outgoing().get("out");
    }

    /** The one connection there is, as the client gets it. */
    ClientSettings client() {
        ConnectionConfiguration connection = read().channels().findFirst().orElseThrow().connection();
        ClientSettingsFactory factory = new ClientSettingsFactory(this);
        return factory.settings(connection, connection.settings().session().limits().maxInflight(),
                factory.options(connection, UnaryOperator.identity()), Set.of());
    }

    List<String> problems() {
        InvalidConfigurationException failure = Assertions.assertThrows(InvalidConfigurationException.class, this::read);
        return failure.problems().stream().map(ConfigurationProblem::toString).toList();
    }

    @Override
    public Optional<NetClientOptions> clientOptions(String identifier) {
        return Optional.ofNullable(optionBeans.get(identifier));
    }

    @Override
    public Set<String> identifiers(Class<?> type) {
        return type == MqttFailureHandler.Factory.class
                ? Set.of("fail", "ignore", "dead-letter-topic", "delayed-retry", "reject", "redeliver", "mine")
                : type == EnhancedAuthentication.class ? Set.of("SCRAM-SHA-256", "mine") : Set.of();
    }

    @Override
    public EnhancedAuthentication authentication(String identifier) {
        return new EnhancedAuthentication() {

            @Override
            public String method() {
                return "method " + identifier;
            }

            @Override
            public boolean sendsCredentials() {
                return identifier.equals("mine");
            }

            @Override
            public Exchange begin(AuthenticationRequest request) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public boolean hasOptionsCustomizer() {
        return customizer;
    }

    @Override
    public Optional<TlsConfigurations> tlsConfigurations() {
        return Optional.ofNullable(tlsConfigurations).map(names -> new TlsConfigurations() {

            @Override
            public boolean contains(String name) {
                return names.contains(name);
            }

            @Override
            public Set<String> names() {
                return names;
            }
        });
    }
}
