package io.quarkiverse.mqttx.connector.connection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.connector.config.ChannelConfiguration;
import io.quarkiverse.mqttx.connector.config.ClientSettingsFactory;
import io.quarkiverse.mqttx.connector.config.ConfigurationProblem;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.ConnectorConfiguration;
import io.quarkiverse.mqttx.connector.config.InvalidConfigurationException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;

/**
 * The connections of one connector: one for all channels that want the same, and one for each client without a channel. A
 * channel whose topics overlap with another's gets
 * a connection of its own, unless the user has chosen the client id: on one connection a broker may send a message once for
 * each of the filters it matches, and both channels would get it twice.
 */
public final class ConnectionRegistry {

    private final ConnectorConfiguration configuration;
    private final ApplicationBeans beans;
    private final ClientSettingsFactory factory;
    private final BiFunction<ClientSettings, RoutePlan, ReconnectingClient> clients;
    private final List<SharedConnection> connections = new ArrayList<>();
    private final Set<RoutePlan> routesInUse = new HashSet<>();

    public ConnectionRegistry(ConnectorConfiguration configuration, ApplicationBeans beans,
            BiFunction<ClientSettings, RoutePlan, ReconnectingClient> clients) {
        this.configuration = configuration;
        this.beans = beans;
        this.factory = new ClientSettingsFactory(beans);
        this.clients = clients;
    }

    /** The connection for a channel, or for a client without one; not started yet when it is new. */
    public synchronized SharedConnection of(ChannelConfiguration<?> user) {
        boolean ofClient = user.connection().isOfClient();
        IncomingSettings receiver = !ofClient && user.settings() instanceof IncomingSettings incoming ? incoming : null;
        SharedConnection connection = connection(user, receiver);
        if (receiver != null) {
            connection.receives(receiver);
        } else if (user.settings() instanceof OutgoingSettings outgoing) {
            connection.sends(outgoing);
        }
        return connection;
    }

    /** @param receiver the channel when it is an incoming one, else {@code null} */
    private SharedConnection connection(ChannelConfiguration<?> user, IncomingSettings receiver) {
        ConnectionConfiguration wanted = user.connection();
        // Channels that want the same differ only by what the application's customizers make of it
        NetClientOptions customized = beans.hasOwnOptionsCustomizer() ? options(wanted) : null;
        JsonObject comparable = customized == null ? new JsonObject() : customized.toJson();
        for (SharedConnection connection : connections) {
            if (connection.suits(wanted, comparable)
                    && (wanted.settings().hasOwnClientId() || connection.takes(wanted, receiver))) {
                return connection;
            }
            if (connection.configuration().isSameClientAs(wanted)) {
                throw customizedDifferently(connection.configuration(), wanted);
            }
        }
        NetClientOptions options = customized == null ? options(wanted) : customized;
        ReconnectingClient client = clients.apply(factory.settings(wanted, maxInflight(wanted), options, filters(wanted)),
                routes(wanted.channel()));
        client.trace(trace(wanted).orMore(user.trace()));
        UnverifiedTls.of(wanted, options).ifPresent(warning -> client.onConnection("watch of TLS", warning));
        beans.observers().attach(wanted, client);
        SharedConnection connection = new SharedConnection(wanted, comparable, client);
        connections.add(connection);
        return connection;
    }

    public synchronized List<SharedConnection> connections() {
        return List.copyOf(connections);
    }

    private NetClientOptions options(ConnectionConfiguration wanted) {
        return factory.options(wanted, base -> beans.customize(wanted, base));
    }

    /** Those that were planned for the connection of the channel, unless another connection has taken them. */
    private RoutePlan routes(String channel) {
        RoutePlan planned = beans.plan().routes().get(channel);
        return planned != null && routesInUse.add(planned) ? planned : new RoutePlan(List.of());
    }

    /** So that a channel which is traced keeps the connection that it shares with others. */
    private TraceLevel trace(ConnectionConfiguration wanted) {
        return configuration.channels().filter(channel -> channel.connection().canShareWith(wanted))
                .map(ChannelConfiguration::trace).reduce(TraceLevel.OFF, TraceLevel::orMore);
    }

    /** What all channels of the connection will subscribe to, be it later than it connects. */
    private Set<String> filters(ConnectionConfiguration wanted) {
        return wanted.settings().store() == null ? Set.of()
                : configuration.incoming().values().stream()
                        .filter(channel -> channel.connection().canShareWith(wanted))
                        .flatMap(channel -> channel.settings().subscription().filters().stream()).map(Subscription::filter)
                        .collect(Collectors.toSet());
    }

    private int maxInflight(ConnectionConfiguration wanted) {
        return configuration.channels().filter(channel -> channel.connection().canShareWith(wanted))
                .mapToInt(channel -> channel.connection().settings().session().limits().maxInflight()).max()
                .orElseGet(() -> wanted.settings().session().limits().maxInflight());
    }

    private static InvalidConfigurationException customizedDifferently(ConnectionConfiguration one,
            ConnectionConfiguration other) {
        return new InvalidConfigurationException(List.of(new ConfigurationProblem(
                one.channel() + "' and '" + other.channel(), "client-id", one.settings().session().clientId(),
                "a broker lets a client connect once, but a ClientCustomizer gives the channels different options; let it give"
                        + " them the same, or use client ids of their own")));
    }
}
