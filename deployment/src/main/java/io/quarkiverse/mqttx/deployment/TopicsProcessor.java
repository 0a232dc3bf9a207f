package io.quarkiverse.mqttx.deployment;

import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.deployment.MqttProblemsBuildItem.Check;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.MediatorBuildItem;
import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.SubscriberDecorator;

/** Compares the variables in the topics of channels with what the application's code asks for and offers. */
class TopicsProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    @BuildStep
    void checkVariables(MqttConfigurationBuildItem configuration, List<MediatorBuildItem> mediators,
            BeanDiscoveryFinishedBuildItem beans, CombinedIndexBuildItem index,
            BuildProducer<MqttProblemsBuildItem> problems) {
        ChannelTopics topics = new ChannelTopics(configuration.survey().channels());
        TopicVariablesCheck check = new TopicVariablesCheck(topics, new PayloadPropertiesCheck(index.getIndex()));
        problems.produce(new MqttProblemsBuildItem(Check.TOPIC_VARIABLES, mediators.stream().map(MediatorBuildItem::getMethod)
                .flatMap(method -> check.problems(method).stream()).toList()));
        // Else the application may give messages metadata on their way
        if (!PayloadsProcessor.hasOwn(beans, OutgoingInterceptor.class.getName(), PublisherDecorator.class.getName(),
                SubscriberDecorator.class.getName())) {
            mediators.stream().flatMap(mediator -> check.warnings(mediator.getMethod()).stream()).forEach(LOG::warn);
        }
    }
}
