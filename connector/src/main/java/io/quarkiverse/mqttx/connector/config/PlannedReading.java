package io.quarkiverse.mqttx.connector.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.vertx.core.Vertx;

/**
 * Reads a configuration in which the same is set as when the application was built: what the build has read and judged is taken
 * as it is, and connections alone are read, each once, since what is open and what lies in files belongs to them.
 */
final class PlannedReading {

    private final MessagingProperties root;
    private final ConnectionPlan plan;
    private final BeanLookup beans;
    private final Vertx vertx;
    private final ConfigurationProblems problems = new ConfigurationProblems();
    /** By their numbers. */
    private final Map<Integer, ConnectionConfiguration> connections = new HashMap<>();

    /** @param plan a complete one, of what is set */
    PlannedReading(MessagingProperties root, ConnectionPlan plan, BeanLookup beans, Vertx vertx) {
        this.root = root;
        this.plan = plan;
        this.beans = beans;
        this.vertx = vertx;
    }

    /** {@code null} when there is something to say of it, for which all has to be read. */
    ConnectorConfiguration read() {
        ConnectorConfiguration configuration = new ConnectorConfiguration(
                channels(plan.incoming(), (name, connector) -> new ChannelAttributes(true, root, connector, name)),
                channels(plan.outgoing(), (name, connector) -> new ChannelAttributes(false, root, connector, name)),
                channels(plan.clients(), (name, connector) -> ChannelAttributes.ofClient(root, name)), List.of());
        return problems.count() == 0 ? configuration : null;
    }

    /** @param attributes of a channel, by its name and that of the connector */
    private <S> Map<String, ChannelConfiguration<S>> channels(Map<String, RecordedChannel<S>> recorded,
            BiFunction<String, String, ChannelAttributes> attributes) {
        Map<String, ChannelConfiguration<S>> channels = new LinkedHashMap<>();
        recorded.forEach((name, channel) -> {
            ChannelSettings<S> settings = channel.settings();
            ConnectionConfiguration connection = connection(channel.connection(), attributes.apply(name, channel.connector()),
                    settings.maxInflight());
            channels.put(name, ChannelConfiguration.of(settings, connection));
        });
        return channels;
    }

    private ConnectionConfiguration connection(int number, ChannelAttributes config, int maxInflight) {
        ConnectionConfiguration same = connections.get(number);
        if (same != null) {
            return same.of(config, maxInflight);
        }
        ConnectionConfiguration connection = new ConnectionReader(config, problems, beans, vertx).read(maxInflight);
        new TopicLint(config.channel(), problems).find(connection.session());
        connections.put(number, connection);
        return connection;
    }
}
