package io.quarkiverse.mqttx.deployment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.clients.UnknownClient;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.quarkiverse.mqttx.deployment.MqttProblemsBuildItem.Check;
import io.quarkiverse.mqttx.runtime.ClientsRecorder;
import io.quarkiverse.mqttx.runtime.PlannedConnection;
import io.quarkiverse.mqttx.spi.InjectedClients;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.smallrye.common.annotation.Identifier;

/** Makes a bean of each client that the application's code asks for, and says where there is no connection for it. */
class ClientsProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    private static final DotName CLIENT = DotName.createSimple(MqttClient.class);
    private static final DotName INSTANCE = DotName.createSimple(Instance.class);
    private static final DotName IDENTIFIER = DotName.createSimple(Identifier.class);

    @BuildStep
    MqttClientsBuildItem clients(BeanDiscoveryFinishedBuildItem beans) {
        Set<String> names = new TreeSet<>();
        boolean only = false;
        boolean lookedUp = false;
        for (InjectionPointInfo injection : beans.getInjectionPoints()) {
            AnnotationInstance identifier = injection.getRequiredQualifier(IDENTIFIER);
            Type type = injection.getType();
            boolean instance = type.name().equals(INSTANCE) && type.kind() == Type.Kind.PARAMETERIZED_TYPE
                    && type.asParameterizedType().arguments().get(0).name().equals(CLIENT);
            if (type.name().equals(CLIENT) || instance) {
                if (identifier != null) {
                    names.add(identifier.value().asString());
                } else {
                    only |= !instance;
                    lookedUp |= instance;
                }
            }
        }
        return new MqttClientsBuildItem(names, only, lookedUp);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void beans(ClientsRecorder recorder, MqttClientsBuildItem clients, MqttConfigurationBuildItem configuration,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        Set<String> names = new TreeSet<>(clients.names());
        if (clients.lookedUp()) {
            names.addAll(known(configuration.survey()));
        }
        for (String name : names) {
            beans.produce(client().identifier(name).addQualifier(AnnotationInstance.builder(IDENTIFIER).value(name).build())
                    .createWith(recorder.client(name)).done());
        }
        if (clients.only() || clients.lookedUp()) {
            beans.produce(client().createWith(recorder.client(null)).done());
        }
        beans.produce(SyntheticBeanBuildItem.configure(InjectedClients.class).scope(Singleton.class)
                .runtimeValue(recorder.injected(clients.names(), clients.only() || clients.lookedUp())).done());
    }

    private static SyntheticBeanBuildItem.ExtendedBeanConfigurator client() {
        return SyntheticBeanBuildItem.configure(MqttClient.class).scope(Singleton.class).unremovable()
                .addInjectionPoint(ClassType.create(MqttConnector.class),
                        AnnotationInstance.builder(Connector.class).value(MqttConnector.NAME).build());
    }

    @BuildStep
    void check(MqttClientsBuildItem clients, MqttConfigurationBuildItem configuration,
            BuildProducer<MqttProblemsBuildItem> found) {
        BuildTimeReading survey = configuration.survey();
        Set<String> known = known(survey);
        List<String> problems = new ArrayList<>();
        clients.names().stream().filter(name -> !known.contains(name))
                .forEach(name -> problems.add(UnknownClient.message(name, known)));
        List<List<String>> connections = connections(survey);
        if (clients.only() && connections.size() > 1 && isDecided(survey)) {
            problems.add(UnknownClient.ambiguous(connections));
        }
        found.produce(new MqttProblemsBuildItem(Check.CLIENTS, problems));
        // The only connection of the application may be one of a client
        if (problems.isEmpty() && !clients.lookedUp() && !clients.only()) {
            warnOfUnused(clients.names(), survey);
        }
    }

    private static void warnOfUnused(Set<String> injected, BuildTimeReading survey) {
        survey.clients().stream().map(SurveyedChannel::name).filter(name -> !injected.contains(name)).forEach(name -> {
            String nearest = NearestName.of(name, injected);
            LOG.warn("mp.messaging.client." + name + ".*: has no effect, because no injection point asks for the MqttClient '"
                    + name + "'; " + (nearest == null ? "correct the name, or remove it" : "did you mean '" + nearest + "'?"));
        });
    }

    private static Set<String> known(BuildTimeReading survey) {
        Set<String> names = new TreeSet<>();
        Stream.concat(survey.channels().stream(), survey.clients().stream()).forEach(channel -> names.add(channel.name()));
        return names;
    }

    /** Who uses each of the connections, as far as the build can tell. */
    private static List<List<String>> connections(BuildTimeReading survey) {
        List<List<String>> connections = new ArrayList<>(new ConnectionPlanner(survey.channels(), List.of()).connections()
                .stream().map(PlannedConnection::channels).toList());
        survey.clients().forEach(client -> connections.add(List.of(client.name())));
        return connections;
    }

    /** Whether all that makes up the connections is known, so that they will be the same when the application runs. */
    private static boolean isDecided(BuildTimeReading survey) {
        return Stream.concat(survey.channels().stream(), survey.clients().stream())
                .allMatch(channel -> new HashSet<>(channel.ofConnection().open().values()).stream()
                        .allMatch(SetAttributes.SECRET::equals));
    }
}
