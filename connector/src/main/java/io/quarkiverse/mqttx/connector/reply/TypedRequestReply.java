package io.quarkiverse.mqttx.connector.reply;

import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.PendingReply;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The injected {@link MqttRequestReply}: requests of a channel with replies of one type. */
public record TypedRequestReply<Req, Rep>(RequestEmitter emitter,
        ReplyConversion conversion) implements MqttRequestReply<Req, Rep> {

    @Override
    public Uni<Rep> request(Req request) {
        return request(message(request)).map(Message::getPayload);
    }

    @Override
    public Uni<Message<Rep>> request(Message<Req> request) {
        return emitter.reply(request).onItem().ifNotNull().transformToUni(reply -> conversion.<Rep> convert(reply));
    }

    @Override
    public Multi<Rep> requestMulti(Req request) {
        return requestMulti(message(request)).map(Message::getPayload);
    }

    @Override
    public Multi<Message<Rep>> requestMulti(Message<Req> request) {
        return emitter.replies(request).onItem()
                .transformToUniAndConcatenate(reply -> conversion.<Rep> convert(reply));
    }

    private static <T> Message<T> message(T payload) {
        if (payload == null) {
            throw new IllegalArgumentException("a request must not be null");
        }
        return Message.of(payload);
    }

    @Override
    public Uni<Void> waitForSubscription() {
        return emitter.subscribed();
    }

    @Override
    public Map<CorrelationId, PendingReply> getPendingReplies() {
        return emitter.pending();
    }

    @Override
    public long lateReplies() {
        return emitter.late();
    }

    @Override
    public void complete() {
        emitter.complete();
    }
}
