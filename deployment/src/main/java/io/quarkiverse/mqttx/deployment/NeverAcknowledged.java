package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;

/** Finds methods with {@code @Acknowledgment(NONE)} where something waits for the acknowledgements. */
final class NeverAcknowledged {

    private static final DotName ACKNOWLEDGMENT = DotName.createSimple(Acknowledgment.class);

    private NeverAcknowledged() {
    }

    /** @param methods with {@code @Incoming} or {@code @Outgoing} */
    static List<String> find(BuildTimeReading survey, List<MethodInfo> methods) {
        List<String> warnings = new ArrayList<>();
        for (MethodInfo method : methods) {
            AnnotationInstance acknowledgment = method.declaredAnnotation(ACKNOWLEDGMENT);
            if (acknowledgment == null || !acknowledgment.value().asEnum().equals(Acknowledgment.Strategy.NONE.name())) {
                continue;
            }
            for (String name : ChannelUsages.incoming(method)) {
                survey.channels().stream().filter(channel -> channel.incoming() && channel.name().equals(name))
                        .map(NeverAcknowledged::consequence).filter(consequence -> consequence != null)
                        .forEach(consequence -> warnings.add("channel '" + name + "': " + method.declaringClass().name() + "#"
                                + method.name() + " has @Acknowledgment(NONE), " + consequence));
            }
        }
        return warnings;
    }

    /** What happens to the messages of the channel, and what to do about it; {@code null} when none of them is missed. */
    private static String consequence(SurveyedChannel channel) {
        IncomingSettings settings = (IncomingSettings) channel.settings().settings();
        boolean answered = settings.subscription().filters().stream().anyMatch(subscription -> subscription.qos() > 0);
        if (answered && settings.ackStrategy() == AckStrategy.ON_COMPLETION
                && isSure(channel, IncomingAttributes.QOS.name(), IncomingAttributes.ACK_STRATEGY.name())) {
            return "so the broker gets no acknowledgement and sends nothing more after receive-maximum messages, to no channel of"
                    + " the connection; leave the annotation out, or set ack-strategy=on-receipt or qos=0, unless the method"
                    + " acknowledges each message itself";
        }
        if (settings.processing().key() != null && isSure(channel, IncomingAttributes.CONCURRENCY_KEY.name())) {
            return "so no second message with the same concurrency-key is ever handed over; leave one of the two out, unless the"
                    + " method acknowledges each message itself";
        }
        return null;
    }

    /** Whether run time decides none of them. */
    private static boolean isSure(SurveyedChannel channel, String... attributes) {
        return List.of(attributes).stream().noneMatch(channel.own().open()::containsKey);
    }
}
