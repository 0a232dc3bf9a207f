package io.quarkiverse.mqttx.connector.connection;

import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.connector.config.BeanLookup;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.InjectedClients;
import io.quarkiverse.mqttx.spi.MessageContextListener;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkiverse.mqttx.spi.TlsConfigurations;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.providers.helpers.ConfigUtils;
import io.vertx.core.net.NetClientOptions;

/** Looks up the beans of the application: options, customizers of options, failure strategies. */
@ApplicationScoped
public class ApplicationBeans implements BeanLookup {

    @Inject
    @Any
    Instance<NetClientOptions> options;

    @Inject
    @Any
    Instance<ClientCustomizer<NetClientOptions>> customizers;

    /** No {@code Instance} of strategies: that alone would keep those that no channel uses in the application. */
    @Inject
    BeanManager manager;

    @Inject
    Instance<ConnectionPlan> plan;

    @Inject
    ConnectionObservers observers;

    public ConnectionObservers observers() {
        return observers;
    }

    /** What was found out when the application was built, if anything was. */
    public ConnectionPlan plan() {
        return plan.isResolvable() ? plan.get() : ConnectionPlan.NONE;
    }

    @Inject
    Instance<InjectedClients> injectedClients;

    @Inject
    Instance<MessageContextListener> newContexts;

    public MessageContextListener newContexts() {
        return newContexts.isResolvable() ? newContexts.get() : context -> {
        };
    }

    /** Which clients the application's code asks for. */
    @Override
    public Set<String> clients() {
        return injectedClients().names();
    }

    public InjectedClients injectedClients() {
        return injectedClients.isResolvable() ? injectedClients.get() : InjectedClients.NONE;
    }

    @Inject
    Instance<TlsConfigurations> tlsConfigurations;

    @Override
    public Optional<NetClientOptions> clientOptions(String identifier) {
        Instance<NetClientOptions> named = options.select(Identifier.Literal.of(identifier));
        return named.isResolvable() ? Optional.of(named.get()) : Optional.empty();
    }

    @Override
    public EnhancedAuthentication authentication(String identifier) {
        return named(EnhancedAuthentication.class, identifier);
    }

    @Override
    public SessionStore.Factory sessionStore(String identifier) {
        return named(SessionStore.Factory.class, identifier);
    }

    @Override
    public Set<String> identifiers(Class<?> type) {
        Set<String> identifiers = new TreeSet<>();
        manager.getBeans(type, Any.Literal.INSTANCE)
                .forEach(bean -> identifier(bean.getQualifiers()).ifPresent(identifiers::add));
        return identifiers;
    }

    /** What the qualifiers of a bean or of an injection point say in {@link Identifier}. */
    public static Optional<String> identifier(Set<Annotation> qualifiers) {
        return qualifiers.stream().filter(Identifier.class::isInstance).map(Identifier.class::cast).map(Identifier::value)
                .findFirst();
    }

    @Override
    public boolean hasCredentials(String bean) {
        return observers.hasCredentials(bean);
    }

    @Override
    public boolean hasOptionsCustomizer() {
        return !customizers.isUnsatisfied();
    }

    /** Whether there is one besides that of the TLS registry, which does the same to all channels that name the same. */
    boolean hasOwnOptionsCustomizer() {
        return customizers.handlesStream()
                .anyMatch(handle -> !TlsConfigurations.class.isAssignableFrom(handle.getBean().getBeanClass()));
    }

    @Override
    public Optional<TlsConfigurations> tlsConfigurations() {
        return tlsConfigurations.isResolvable() ? Optional.of(tlsConfigurations.get()) : Optional.empty();
    }

    public MqttFailureHandler.Factory failureStrategy(String identifier) {
        return named(MqttFailureHandler.Factory.class, identifier);
    }

    private <T> T named(Class<T> type, String identifier) {
        Bean<?> bean = manager.resolve(manager.getBeans(type, Identifier.Literal.of(identifier)));
        return type.cast(manager.getReference(bean, type, manager.createCreationalContext(bean)));
    }

    NetClientOptions customize(ConnectionConfiguration connection, NetClientOptions options) {
        return ConfigUtils.customize(connection.config(), customizers, options);
    }
}
