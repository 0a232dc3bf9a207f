package io.quarkiverse.mqttx.connector.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.connector.config.source.RecordedConnection;
import io.vertx.core.Vertx;

/**
 * Takes a configuration in which the same is set as when the application was built as the build has read and judged it. What
 * was open then is read, once for each connection.
 */
final class PlannedReading {

    /** Another name of {@code client-options-name}, outside of messaging. */
    private static final String OPTIONS_NAME = "mqtt-client-options-name";

    private final MessagingProperties root;
    private final ConnectionPlan plan;
    private final BeanLookup beans;
    private final Vertx vertx;
    /** By their numbers. */
    private final Map<Integer, ConnectionSettings> connections = new HashMap<>();
    /** Whether there is something to say of the configuration. */
    private boolean odd;

    /** @param plan a complete one, of what is set */
    PlannedReading(MessagingProperties root, ConnectionPlan plan, BeanLookup beans, Vertx vertx) {
        this.root = root;
        this.plan = plan;
        this.beans = beans;
        this.vertx = vertx;
    }

    /** {@code null} when there is something to say of it, for which all has to be read. */
    ConnectorConfiguration read() {
        if (root.getConfigValue(OPTIONS_NAME).getRawValue() != null) {
            return null;
        }
        ConnectorConfiguration configuration = new ConnectorConfiguration(
                channels(plan.incoming(), (name, connector) -> new ChannelAttributes(true, root, connector, name)),
                channels(plan.outgoing(), (name, connector) -> new ChannelAttributes(false, root, connector, name)),
                channels(plan.clients(), (name, connector) -> ChannelAttributes.ofClient(root, name)), List.of());
        return odd ? null : configuration;
    }

    /** @param attributes of a channel, by its name and that of the connector */
    private <S> Map<String, ChannelConfiguration<S>> channels(Map<String, RecordedChannel<S>> recorded,
            BiFunction<String, String, ChannelAttributes> attributes) {
        Map<String, ChannelConfiguration<S>> channels = new LinkedHashMap<>();
        recorded.forEach((name, channel) -> {
            ChannelAttributes config = attributes.apply(name, channel.connector());
            ChannelSettings<S> settings = channel.settings();
            ConnectionSettings connection = connections.computeIfAbsent(channel.connection(),
                    number -> connection(number, config, settings.maxInflight()));
            if (connection == null) {
                odd = true;
                return;
            }
            channels.put(name, ChannelConfiguration.of(settings,
                    new ConnectionConfiguration(config, connection.with(settings.maxInflight()))));
        });
        return channels;
    }

    /** {@code null} when there is something to say of it. */
    private ConnectionSettings connection(int number, ChannelAttributes config, int maxInflight) {
        RecordedConnection recorded = plan.connections().get(number);
        if (recorded != null) {
            return new OpenValues(config, recorded).read();
        }
        ConfigurationProblems problems = new ConfigurationProblems();
        ConnectionSettings read = new ConnectionReader(config, new AttributeReader(config, problems), beans, vertx)
                .read(maxInflight).settings();
        new TopicLint(config.channel(), problems).find(read.session());
        return problems.count() == 0 ? read : null;
    }
}
