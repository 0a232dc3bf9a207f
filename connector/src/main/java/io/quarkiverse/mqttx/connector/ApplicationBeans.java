package io.quarkiverse.mqttx.connector;

import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.connector.config.Beans;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.fault.MqttFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.providers.helpers.ConfigUtils;
import io.vertx.core.net.NetClientOptions;

/** What the application brings along: options, customizers of options, failure strategies. */
@ApplicationScoped
class ApplicationBeans implements Beans {

    @Inject
    @Any
    Instance<NetClientOptions> options;

    @Inject
    @Any
    Instance<ClientCustomizer<NetClientOptions>> customizers;

    @Inject
    @Any
    Instance<MqttFailureHandler.Factory> failureStrategies;

    @Inject
    Instance<TlsConfigurations> tlsConfigurations;

    @Override
    public Optional<NetClientOptions> clientOptions(String identifier) {
        Instance<NetClientOptions> named = options.select(Identifier.Literal.of(identifier));
        return named.isResolvable() ? Optional.of(named.get()) : Optional.empty();
    }

    @Override
    public Set<String> failureStrategies() {
        Set<String> identifiers = new TreeSet<>();
        for (Instance.Handle<MqttFailureHandler.Factory> handle : failureStrategies.handles()) {
            for (Annotation qualifier : handle.getBean().getQualifiers()) {
                if (qualifier instanceof Identifier identifier) {
                    identifiers.add(identifier.value());
                }
            }
        }
        return identifiers;
    }

    @Override
    public boolean hasOptionsCustomizer() {
        return !customizers.isUnsatisfied();
    }

    @Override
    public Optional<TlsConfigurations> tlsConfigurations() {
        return tlsConfigurations.isResolvable() ? Optional.of(tlsConfigurations.get()) : Optional.empty();
    }

    MqttFailureHandler.Factory failureStrategy(String identifier) {
        return failureStrategies.select(Identifier.Literal.of(identifier)).get();
    }

    NetClientOptions customize(ConnectionConfiguration connection, NetClientOptions options) {
        return ConfigUtils.customize(connection.config(), customizers, options);
    }
}
