package io.quarkiverse.mqttx.deployment;

import java.util.List;

import jakarta.enterprise.inject.Any;

import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkus.arc.Arc;
import io.smallrye.common.annotation.Identifier;

/** The failure strategies in the application, asked for in a way that keeps none of them in it. */
final class ApplicationStrategies {

    private ApplicationStrategies() {
    }

    static List<String> identifiers() {
        return Arc.container().beanManager().getBeans(MqttFailureHandler.Factory.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getQualifiers().stream()).filter(Identifier.class::isInstance)
                .map(qualifier -> ((Identifier) qualifier).value()).sorted().toList();
    }
}
