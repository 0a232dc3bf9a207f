package io.quarkiverse.mqttx.deployment;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.annotations.Incomings;
import io.smallrye.reactive.messaging.annotations.Outgoings;

/**
 * Which channels this connector serves, from configuration and annotations alone. Dev Services has to know before beans are
 * discovered: a broker that waited for them would close a circle with extensions that add beans for what Dev Services offers.
 */
public final class ConfiguredChannels {

    private static final DotName INCOMING = DotName.createSimple(Incoming.class);
    private static final DotName OUTGOING = DotName.createSimple(Outgoing.class);
    private static final DotName INCOMINGS = DotName.createSimple(Incomings.class);
    private static final DotName OUTGOINGS = DotName.createSimple(Outgoings.class);
    private static final DotName CHANNEL = DotName.createSimple(Channel.class);
    private static final DotName EMITTER = DotName.createSimple(Emitter.class);
    private static final DotName EMITTER_FACTORY = DotName.createSimple(EmitterFactoryFor.class);
    private static final DotName CONNECTOR = DotName.createSimple(Connector.class);

    private final IndexView index;
    private final Config config;

    private ConfiguredChannels(IndexView index, Config config) {
        this.index = index;
        this.config = config;
    }

    /** The channels with {@code connector=smallrye-mqtt-x}, and those that get it because no other connector is there. */
    public static Set<ConfiguredChannel> find(IndexView index, Config config) {
        return new ConfiguredChannels(index, config).find();
    }

    /** The channels that are enabled and configured to have this connector. */
    static Set<ConfiguredChannel> withConnector(String connector, Config config) {
        Set<ConfiguredChannel> channels = new LinkedHashSet<>();
        for (String property : config.getPropertyNames()) {
            ChannelKey key = ChannelKey.parse(property);
            if (key != null && key.attribute().equals("connector")) {
                ConfiguredChannel channel = new ConfiguredChannel(key.incoming(), key.channel());
                if (connector.equals(connectorOf(channel, config)) && isEnabled(channel, config)) {
                    channels.add(channel);
                }
            }
        }
        return channels;
    }

    private static String connectorOf(ConfiguredChannel channel, Config config) {
        return config.getOptionalValue(channel.property("connector"), String.class).orElse(null);
    }

    private static boolean isEnabled(ConfiguredChannel channel, Config config) {
        return config.getOptionalValue(channel.property("enabled"), Boolean.class).orElse(true);
    }

    private Set<ConfiguredChannel> find() {
        Set<ConfiguredChannel> channels = withConnector(MqttX.CONNECTOR, config);
        if (attachesOrphans()) {
            channels.addAll(orphans());
        }
        return channels;
    }

    private boolean attachesOrphans() {
        return config.getOptionalValue("quarkus.messaging.auto-connector-attachment", Boolean.class).orElse(true)
                && index.getAnnotations(CONNECTOR).stream()
                        .filter(connector -> connector.target().kind() == AnnotationTarget.Kind.CLASS)
                        .allMatch(connector -> connector.value().asString().equals(MqttX.CONNECTOR));
    }

    /** What is consumed by the application and not produced in it, and the other way round. */
    private Set<ConfiguredChannel> orphans() {
        Set<String> consumed = names(INCOMING, INCOMINGS);
        Set<String> produced = names(OUTGOING, OUTGOINGS);
        Set<DotName> emitters = emitterTypes();
        for (AnnotationInstance channel : index.getAnnotations(CHANNEL)) {
            Type injected = injected(channel.target());
            if (injected != null) {
                (isEmitter(injected, emitters) ? produced : consumed).add(channel.value().asString());
            }
        }
        Set<ConfiguredChannel> orphans = new LinkedHashSet<>();
        consumed.stream().filter(Predicate.not(produced::contains)).map(name -> new ConfiguredChannel(true, name))
                .filter(this::hasNoConnector).forEach(orphans::add);
        produced.stream().filter(Predicate.not(consumed::contains)).map(name -> new ConfiguredChannel(false, name))
                .filter(this::hasNoConnector).forEach(orphans::add);
        return orphans;
    }

    private boolean hasNoConnector(ConfiguredChannel channel) {
        return connectorOf(channel, config) == null;
    }

    private Set<String> names(DotName annotation, DotName container) {
        Set<String> names = new HashSet<>();
        index.getAnnotations(annotation).forEach(instance -> names.add(instance.value().asString()));
        for (AnnotationInstance several : index.getAnnotations(container)) {
            for (AnnotationInstance instance : several.value().asNestedArray()) {
                names.add(instance.value().asString());
            }
        }
        return names;
    }

    private Set<DotName> emitterTypes() {
        Set<DotName> types = new HashSet<>();
        types.add(EMITTER);
        for (AnnotationInstance factory : index.getAnnotations(EMITTER_FACTORY)) {
            types.add(factory.value().asClass().name());
        }
        return types;
    }

    /** {@code null} where nothing is injected, as at the methods with which Reactive Messaging itself produces channels. */
    private static Type injected(AnnotationTarget target) {
        return switch (target.kind()) {
            case FIELD -> target.asField().type();
            case METHOD_PARAMETER -> target.asMethodParameter().type();
            default -> null;
        };
    }

    /** Whether it is one, or an {@code Instance} of one. */
    private static boolean isEmitter(Type injected, Set<DotName> emitters) {
        return emitters.contains(injected.name()) || injected.kind() == Type.Kind.PARAMETERIZED_TYPE
                && injected.asParameterizedType().arguments().stream().anyMatch(type -> emitters.contains(type.name()));
    }
}
