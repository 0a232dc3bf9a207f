package io.quarkiverse.mqttx.connector;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.connector.clients.UnknownClient;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.connector.connection.ApplicationBeans;
import io.quarkiverse.mqttx.spi.InjectedClients;
import io.smallrye.common.annotation.Identifier;

/**
 * Makes the clients that are injected, where no Quarkus does: CDI wants a bean for each {@code @Identifier}. Besides
 * these there is one for each connection that the configuration names.
 */
public class MqttClientExtension implements Extension {

    private final Set<String> injected = new TreeSet<>();
    private boolean any;

    void client(@Observes ProcessInjectionPoint<?, MqttClient> injection) {
        any |= !named(injection.getInjectionPoint());
    }

    void lookUp(@Observes ProcessInjectionPoint<?, Instance<MqttClient>> injection) {
        any |= !named(injection.getInjectionPoint());
    }

    private boolean named(InjectionPoint injection) {
        Optional<String> name = ApplicationBeans.identifier(injection.getQualifiers());
        name.ifPresent(injected::add);
        return name.isPresent();
    }

    void clients(@Observes AfterBeanDiscovery discovery) {
        Set<String> names = new TreeSet<>(injected);
        names.addAll(ConfigurationReader.connectionNames(ConfigProvider.getConfig(), injected));
        for (String name : names) {
            discovery.<MqttClient> addBean().id("MqttClient " + name).types(MqttClient.class, Object.class)
                    .qualifiers(Identifier.Literal.of(name), Any.Literal.INSTANCE).scope(Singleton.class)
                    .produceWith(instance -> connector(instance).client(name));
        }
        discovery.<MqttClient> addBean().types(MqttClient.class, Object.class)
                .qualifiers(Default.Literal.INSTANCE, Any.Literal.INSTANCE).scope(Singleton.class)
                .produceWith(instance -> connector(instance).client(null));
        InjectedClients clients = new InjectedClients(injected, any);
        discovery.<InjectedClients> addBean().types(InjectedClients.class, Object.class)
                .qualifiers(Default.Literal.INSTANCE, Any.Literal.INSTANCE).scope(Singleton.class)
                .createWith(context -> clients);
    }

    private static MqttConnector connector(Instance<Object> instance) {
        return instance.select(MqttConnector.class, ConnectorLiteral.of(MqttConnector.NAME)).get();
    }

    /** Before Reactive Messaging wires the channels, which stops at the first that has no connector. */
    void check(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) AfterDeploymentValidation validation,
            BeanManager beans) {
        Instance<MqttConnector> connector = beans.createInstance().select(MqttConnector.class,
                ConnectorLiteral.of(MqttConnector.NAME));
        try {
            if (connector.isResolvable()) {
                connector.get().check();
            }
        } catch (DeploymentException problem) {
            validation.addDeploymentProblem(problem);
        }
    }

    void names(@Observes AfterDeploymentValidation validation) {
        Set<String> known = ConfigurationReader.connectionNames(ConfigProvider.getConfig(), injected);
        for (String name : injected) {
            if (!known.contains(name)) {
                validation.addDeploymentProblem(new DeploymentException(UnknownClient.message(name, known)));
            }
        }
    }
}
