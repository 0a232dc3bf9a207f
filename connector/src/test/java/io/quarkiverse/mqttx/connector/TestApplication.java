package io.quarkiverse.mqttx.connector;

import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * An application on plain SmallRye Reactive Messaging and Weld SE: bean classes and a configuration. Its channels connect to
 * the broker of the test unless they say otherwise.
 */
public final class TestApplication implements AutoCloseable {

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final SeContainerInitializer initializer = SeContainerInitializer.newInstance();
    private SeContainer container;
    private Config config;

    public TestApplication(TestBroker broker) {
        this(broker.host(), broker.port());
    }

    /** An application whose broker is, for example, a scripted one or behind a proxy. */
    public TestApplication(String host, int port) {
        connector("host", host);
        connector("port", Integer.toString(port));
    }

    public TestApplication beans(Class<?>... classes) {
        initializer.addBeanClasses(classes);
        return this;
    }

    /** An attribute of all channels. */
    public TestApplication connector(String attribute, String value) {
        properties.put("mp.messaging.connector." + MqttConnector.NAME + "." + attribute, value);
        return this;
    }

    public TestApplication incoming(String channel, String... attributes) {
        return channel("mp.messaging.incoming." + channel, attributes);
    }

    public TestApplication outgoing(String channel, String... attributes) {
        return channel("mp.messaging.outgoing." + channel, attributes);
    }

    /** A client without a channel. */
    public TestApplication client(String name, String... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            properties.put("mp.messaging.client." + name + "." + attributes[i], attributes[i + 1]);
        }
        return this;
    }

    private TestApplication channel(String prefix, String... attributes) {
        properties.put(prefix + ".connector", MqttConnector.NAME);
        for (int i = 0; i < attributes.length; i += 2) {
            properties.put(prefix + "." + attributes[i], attributes[i + 1]);
        }
        return this;
    }

    /** Any property. */
    public TestApplication property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** A variable of the environment. */
    public TestApplication variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Returns when all channels are wired; a wrong configuration is thrown. */
    public TestApplication start() {
        config = new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredInterceptors()
                .addDiscoveredConverters().withSources(new PropertiesConfigSource(properties, "application", 100),
                        new EnvConfigSource(variables, 300))
                .build();
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        // Whoever asked for a configuration before has made the resolver register a default one
        resolver.releaseConfig(resolver.getConfig());
        resolver.registerConfig(config, Thread.currentThread().getContextClassLoader());
        try {
            container = initializer.initialize();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        return this;
    }

    public <T> T get(Class<T> bean) {
        return container.select(bean).get();
    }

    /** The client of a channel, or one without a channel. */
    public MqttClient mqttClient(String name) {
        return container.select(MqttClient.class, Identifier.Literal.of(name)).get();
    }

    public MqttConnector connector() {
        return container.select(MqttConnector.class, ConnectorLiteral.of(
                MqttConnector.NAME)).get();
    }

    /** Ends the application as the end of its process does. */
    public void stop() {
        if (container != null) {
            container.close();
            container = null;
        }
    }

    @Override
    public void close() {
        stop();
        if (config != null) {
            ConfigProviderResolver.instance().releaseConfig(config);
            config = null;
        }
    }
}
