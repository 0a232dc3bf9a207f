package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkus.arc.processor.BeanInfo;
import io.smallrye.common.annotation.Identifier;

/**
 * The failure strategies that the application needs.
 *
 * @param all whether it may need any, because a channel's attribute is decided at run time
 */
record UsedStrategies(Set<String> identifiers, boolean all) {

    private static final DotName FACTORY = DotName.createSimple(MqttFailureHandler.Factory.class);
    private static final DotName IDENTIFIER = DotName.createSimple(Identifier.class);
    private static final String ATTRIBUTE = IncomingAttributes.FAILURE_STRATEGY.name();

    /** @param clients those that the application's code asks for; which of the strategies they use shows at run time */
    static UsedStrategies of(BuildTimeReading survey, MqttClientsBuildItem clients) {
        Set<String> identifiers = new HashSet<>();
        boolean all = !clients.isEmpty();
        for (SurveyedChannel channel : survey.channels()) {
            if (channel.incoming()) {
                all |= channel.own().open().containsKey(ATTRIBUTE);
                identifiers.addAll(((IncomingSettings) channel.settings().settings()).failure().strategies());
            }
        }
        return new UsedStrategies(identifiers, all);
    }

    /** The identifier of a bean that is a failure strategy. */
    static Optional<String> identifier(BeanInfo bean) {
        return bean.getTypes().stream().map(Type::name).anyMatch(FACTORY::equals)
                ? bean.getQualifier(IDENTIFIER).map(AnnotationInstance::value).map(value -> value.asString())
                : Optional.empty();
    }

    boolean contain(String identifier) {
        return all || identifiers.contains(identifier);
    }
}
