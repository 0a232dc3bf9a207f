package io.quarkiverse.mqttx.connector;

import java.time.Duration;

import io.quarkiverse.mqttx.connector.config.ReplyAddressing;
import io.quarkiverse.mqttx.connector.config.RequestSettings;
import io.quarkiverse.mqttx.connector.reply.CorrelationId;
import io.quarkiverse.mqttx.connector.reply.MqttRequestReply;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.reply.RequestAddress;
import io.vertx.core.Future;

/** For a channel that is not connected to a broker, as one with {@code enabled=false}: every request fails. */
record NoReplies(String channel) implements ReplyInbox {

    @Override
    public RequestSettings settings() {
        return new RequestSettings(null, 0, ReplyAddressing.AUTO, Duration.ofSeconds(1), 1, MqttRequestReply.BYTES, null);
    }

    @Override
    public void recipient(Recipient recipient) {
        // nothing will be received
    }

    @Override
    public Future<Void> subscribed() {
        return Future.failedFuture(new IllegalStateException("channel '" + channel + "' is disabled, or is not an outgoing"
                + " channel with connector=" + MqttConnector.NAME + ", which MqttRequestReply needs"));
    }

    @Override
    public RequestAddress address(CorrelationId correlationId) {
        throw new IllegalStateException("channel '" + channel + "' has no connection");
    }

    @Override
    public void onEventLoop(Runnable task) {
        task.run();
    }

    @Override
    public long late() {
        return 0;
    }
}
