package io.quarkiverse.mqttx.connector.clients;

import java.time.Duration;

import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.connection.SharedConnection;
import io.quarkiverse.mqttx.connector.incoming.FailureStrategies;
import io.quarkiverse.mqttx.connector.outgoing.PublishFactory;
import io.quarkiverse.mqttx.spi.MessageContextListener;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;

/**
 * The connection and the settings of one client.
 *
 * @param connection may be shared with channels
 * @param incoming for what it receives; the topics are those of the channel, if it has one
 * @param sendQueue where what it publishes waits
 * @param disconnect how long it waits at a disconnection
 * @param contexts told of each context that is made for a message or an outcome
 */
public record ClientResources(SharedConnection connection, IncomingSettings incoming, FailureStrategies failureStrategies,
        PublishFactory packets, ClientSendQueue sendQueue, Duration disconnect, MessageContextListener contexts) {

    /** A context on the event loop of the connection, for one outcome. */
    Context newContext() {
        Context context = VertxContext.createNewDuplicatedContext(client().context());
        contexts.made(context);
        return context;
    }

    ReconnectingClient client() {
        return connection.client();
    }
}
