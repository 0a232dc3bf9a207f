package io.quarkiverse.mqttx.connector.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionStatus;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.OverlappingTopics;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.support.ChannelHealth;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.vertx.core.json.JsonObject;

/** A connection and the channels that use it. */
public final class SharedConnection {

    private static final Logger log = Logger.getLogger(SharedConnection.class);

    private final ConnectionConfiguration configuration;
    private final JsonObject options;
    private final ReconnectingClient client;
    private final List<IncomingSettings> incoming = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();
    private final BrokerCapabilityWatch limits;
    /** Made when it is first needed. */
    private RedeliveryReconnector renewal;

    /**
     * @param configuration of the first channel
     * @param options of the network connection, after all customizers
     */
    SharedConnection(ConnectionConfiguration configuration, JsonObject options, ReconnectingClient client) {
        this.configuration = configuration;
        this.options = options;
        this.client = client;
        this.limits = new BrokerCapabilityWatch(configuration);
        client.onConnection("watch of the limits", limits);
        client.usedBy(channels());
    }

    public ConnectionConfiguration configuration() {
        return configuration;
    }

    public ReconnectingClient client() {
        return client;
    }

    /** What renews it under the same session. */
    public synchronized RedeliveryReconnector renewal() {
        if (renewal == null) {
            renewal = new RedeliveryReconnector(client, configuration.settings().session().limits().receiveMaximum());
        }
        return renewal;
    }

    /** Customizers may treat channels differently that are configured the same. */
    boolean suits(ConnectionConfiguration other, JsonObject otherOptions) {
        return configuration.canShareWith(other) && options.equals(otherOptions);
    }

    /** A channel receives from it. */
    synchronized void receives(IncomingSettings channel) {
        incoming.add(channel);
        limits.receives(channel);
        usedBy(channel.channel());
    }

    /** A channel sends to it. */
    synchronized void sends(OutgoingSettings channel) {
        limits.sends(channel);
        usedBy(channel.channel());
    }

    private void usedBy(String channel) {
        channels.add(channel);
        client.usedBy(channels());
    }

    /** Whether this is the name of the connection or of one of its channels. */
    public boolean isNamed(String name) {
        return client.name().equals(name) || channels().contains(name);
    }

    /** The names of the channels that use it, or of the client that has it for itself. */
    public synchronized List<String> channels() {
        return channels.isEmpty() ? List.of(configuration.channel()) : List.copyOf(channels);
    }

    /** What of the channels' configuration the broker did not do at the last connection. */
    public List<String> conflicts() {
        return limits.conflicts();
    }

    /** Whether it has room for those who want the same and have not chosen a client id. */
    boolean takes(ConnectionConfiguration other, IncomingSettings receiver) {
        return !configuration.isOfClient() && !other.isOfClient()
                && (receiver == null || !disturbs(receiver.subscription().filters()));
    }

    /** Whether a channel receives from it already that these subscriptions would get in the way of, or the reverse. */
    public synchronized boolean disturbs(List<Subscription> subscriptions) {
        return incoming.stream().anyMatch(other -> OverlappingTopics.interfere(other.subscription().filters(), subscriptions));
    }

    /** The channel whose topics overlap with the filter, if there is one. */
    public synchronized Optional<String> overlapping(TopicFilter filter) {
        return incoming.stream().filter(channel -> channel.filters().stream().anyMatch(filter::overlaps))
                .map(IncomingSettings::channel).findFirst();
    }

    /** Of a client that has no channel: one that was not used yet, or that the application has disconnected, lacks nothing. */
    public ChannelHealth health(String name) {
        ConnectionStatus status = client.status();
        boolean fine = switch (status.state()) {
            case NEW, CONNECTED, CLOSED -> true;
            case CONNECTING, WAITING, FAILED -> false;
        };
        return fine ? ChannelHealth.ok(name)
                : ChannelHealth.notReady(name, status.reason() == null ? "not connected yet" : status.reason());
    }
}
