package io.quarkiverse.mqttx.api;

import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.mqttx.spi.ReplyFailureHandler;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterType;

/**
 * Sends requests to an outgoing channel and gets their replies:
 *
 * <pre>
 * &#64;Inject
 * &#64;Channel("questions")
 * MqttRequestReply&lt;Question, Answer&gt; questions;
 * </pre>
 *
 * In MQTT 5 a request carries a response topic and correlation data (MQTT-5.0 §4.10), in 3.x its topic says where to reply; see
 * the attributes {@code reply-*}. Nothing is sent before {@code request} is subscribed to, and not before the broker has
 * granted the subscription to the replies.
 * <p>
 * A request fails with a {@link ReplyTimeoutException} when no reply comes within {@code reply-timeout-seconds}; with a
 * {@link io.quarkiverse.mqttx.api.PublishException} when the broker refuses it; with what the
 * {@code reply-failure-handler} makes of a reply; with a
 * {@link io.quarkiverse.mqttx.api.PayloadConversionException} when the reply cannot be converted; and with an
 * {@link IllegalStateException} when 10,000 requests wait already. A lost connection makes no request fail.
 * <p>
 * For any thread. Replies come on the Vert.x context from which {@code request} was called; without one they come on the event
 * loop of the connection, which must not be blocked.
 *
 * @param <Req> the payload of requests
 * @param <Rep> the payload of replies
 */
public interface MqttRequestReply<Req, Rep> extends EmitterType {

    /** Identifier of the {@link ReplyFailureHandler} that looks for {@link #FAILURE}. */
    String USER_PROPERTY = "user-property";

    /** User property of a reply that states a failure, with the reason as its value. */
    String FAILURE = "reply-failure";

    /** User property of the last reply to {@link #requestMulti}, with any value: the stream completes behind it. */
    String LAST = "reply-last";

    /** Sends the request and gets the first reply to it. */
    @CheckReturnValue
    Uni<Rep> request(Req request);

    /** The same with metadata; the request is acked when the broker has taken it, and nacked when it has not. */
    @CheckReturnValue
    Uni<Message<Rep>> request(Message<Req> request);

    /**
     * Sends the request and gets all replies to it: until the subscriber cancels, a reply has the user property {@link #LAST},
     * {@link PendingReply#complete()} is called, or {@code reply-timeout-seconds} go by without another one, which is a
     * failure.
     */
    @CheckReturnValue
    Multi<Rep> requestMulti(Req request);

    /** The same with metadata; the request is acked when the broker has taken it, and nacked when it has not. */
    @CheckReturnValue
    Multi<Message<Rep>> requestMulti(Message<Req> request);

    /**
     * Completes when the broker has granted the subscription to the replies; requests wait for that by themselves. Fails when
     * the broker refuses it.
     */
    @CheckReturnValue
    Uni<Void> waitForSubscription();

    /** A snapshot of the requests that wait for replies. */
    Map<CorrelationId, PendingReply> getPendingReplies();

    /** How many replies came so far when their request did not wait any more. They were acknowledged and dropped. */
    long lateReplies();

    /** Takes no further requests. Those that wait still get their replies. */
    void complete();
}
