package io.quarkiverse.mqttx.connector.config.model;

import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;

/**
 * What is read of a channel alone, without its connection.
 *
 * @param settings {@link IncomingSettings} or {@link OutgoingSettings}
 * @param maxInflight messages that may wait for the broker's acknowledgement, of which the connection takes the largest
 * @param trace how much of the packets is logged, of which the connection takes the most
 * @param lifecycle the bounds of its start and stop
 * @param sendQueue what may wait to be sent
 */
public record ChannelSettings<S>(S settings, int maxInflight, TraceLevel trace, Lifecycle lifecycle,
        SendQueueSettings sendQueue) {
}
