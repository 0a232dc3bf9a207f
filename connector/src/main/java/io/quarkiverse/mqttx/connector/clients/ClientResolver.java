package io.quarkiverse.mqttx.connector.clients;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.mqttx.connector.config.ChannelConfiguration;
import io.quarkiverse.mqttx.connector.config.ConnectorConfiguration;
import io.quarkiverse.mqttx.connector.config.StartReading;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.connection.ApplicationBeans;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.incoming.FailureStrategies;
import io.quarkiverse.mqttx.connector.outgoing.PublishFactory;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/** Finds the {@link ClientResources} of each client of the application. Its caller holds a lock. */
public record ClientResolver(StartReading reader, ConnectorConfiguration configuration,
        Function<ChannelConfiguration<?>, SharedConnection> connections,
        BiFunction<IncomingSettings, SharedConnection, FailureStrategies> strategies, ApplicationBeans beans,
        PayloadEncoder encoder) {

    /** The client of an application that configures no connection at all. */
    public static final String DEFAULT = "default";

    /**
     * @param name of a channel or of a client that has none; {@code null} for the only connection of the application
     * @throws IllegalArgumentException when there is none of this name, or there are several connections
     */
    public ClientResources of(String name) {
        return name == null ? only() : named(name);
    }

    private ClientResources named(String name) {
        ChannelConfiguration<IncomingSettings> receiving = configuration.incoming().get(name);
        if (receiving == null) {
            receiving = configuration.clients().get(name);
        }
        if (receiving != null) {
            return of(connections.apply(receiving), receiving, null);
        }
        ChannelConfiguration<OutgoingSettings> sending = configuration.outgoing().get(name);
        if (sending == null) {
            throw new IllegalArgumentException(UnknownClient.message(name,
                    configuration.channels().map(ChannelConfiguration::channel).toList()));
        }
        return of(connections.apply(sending), reader.client(name), sending);
    }

    private ClientResources only() {
        Map<SharedConnection, List<String>> byConnection = new LinkedHashMap<>();
        configuration.channels().forEach(channel -> byConnection
                .computeIfAbsent(connections.apply(channel), connection -> new ArrayList<>()).add(channel.channel()));
        if (byConnection.size() > 1) {
            throw new IllegalArgumentException(UnknownClient.ambiguous(byConnection.values()));
        }
        if (byConnection.isEmpty()) {
            ChannelConfiguration<IncomingSettings> defaults = reader.client(DEFAULT);
            return of(connections.apply(defaults), defaults, null);
        }
        Map.Entry<SharedConnection, List<String>> only = byConnection.entrySet().iterator().next();
        return only.getValue().size() == 1 ? named(only.getValue().get(0))
                : of(only.getKey(), reader.client(DEFAULT), null);
    }

    /** @param outgoing {@code null} when there is no outgoing channel to take anything over from */
    private ClientResources of(SharedConnection connection, ChannelConfiguration<IncomingSettings> receiving,
            ChannelConfiguration<OutgoingSettings> outgoing) {
        IncomingSettings incoming = receiving.settings();
        OutgoingSettings sending = outgoing != null ? outgoing.settings() : OutgoingSettings.ofClient(incoming.channel());
        SendQueueSettings sendQueue = outgoing != null ? outgoing.sendQueue() : receiving.sendQueue();
        return new ClientResources(connection, incoming, strategies.apply(incoming, connection),
                new PublishFactory(sending, connection.client(),
                        encoder.forChannel(sending.channel(), sending.defaults().contentType())),
                new ClientSendQueue(sending.channel(), sendQueue, connection.client()),
                receiving.lifecycle().disconnect(), beans.newContexts());
    }
}
