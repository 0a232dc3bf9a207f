package io.quarkiverse.mqttx.connector.outgoing;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.connector.config.model.RequestSettings;
import io.quarkiverse.mqttx.connector.connection.SubscriptionObserver;
import io.quarkiverse.mqttx.connector.connection.SubscriptionState;
import io.quarkiverse.mqttx.connector.message.MessageOrigin;
import io.quarkiverse.mqttx.connector.message.ReceivedMetadata;
import io.quarkiverse.mqttx.connector.reply.ReplyInbox;
import io.quarkiverse.mqttx.connector.reply.RequestAddress;
import io.quarkiverse.mqttx.connector.support.EventLoop;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicName;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The replies to the requests of one outgoing channel, on the connection of that channel. Their topic is made of what the
 * first CONNACK says, then the subscription is asked for; it outlives the connection. A reply is handed over and
 * acknowledged at once, since nobody waits for it but a request of this process.
 */
public final class ReplyRoute implements Route, SubscriptionListener, ReplyInbox {

    private static final Logger log = Logger.getLogger(ReplyRoute.class);

    private static final String BASE = "reply";
    private static final int DO_NOT_SEND_RETAINED = 2;

    private static final int QOS = 1;

    private final String channel;
    private final MessageOrigin origin;
    private final RequestSettings settings;
    private final ReconnectingClient client;
    private final EventLoop eventLoop;
    private final LogThrottle late = new LogThrottle(System::nanoTime);
    private final LogThrottle unknown = new LogThrottle(System::nanoTime);
    /** {@code null} as long as there is no first request and no emitter. */
    private volatile Recipient recipient;
    private volatile Promise<Void> subscribed = Promise.promise();
    /** {@code null} until it is asked for. */
    private volatile SubscriptionState subscription;
    private volatile String topic;
    private volatile boolean byTopic;
    private boolean opened;

    public ReplyRoute(String channel, RequestSettings settings, ReconnectingClient client) {
        this.channel = channel;
        this.origin = MessageOrigin.of(channel);
        this.settings = settings;
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
    }

    /** Subscribes as soon as there is a connection. Called when the channel starts the client. */
    void open() {
        client.start().onComplete(connected -> eventLoop.execute(() -> {
            if (connected.succeeded()) {
                subscribe();
            } else {
                failed(connected.cause());
            }
        }));
    }

    private void subscribe() {
        if (opened) {
            return;
        }
        opened = true;
        topic = settings.topic() == null ? defaultTopic(client.status().negotiated()) : settings.topic();
        // '#' also matches the level above, so it is right for both ways to say where to reply
        String filter = topic + "/#";
        // What is retained there is no reply to a request of this process
        Subscription wanted = new Subscription(filter, QOS, false, false, DO_NOT_SEND_RETAINED);
        subscription = new SubscriptionState(channel, wanted, SubscriptionObserver.NONE);
        client.route(List.of(TopicFilter.of(filter)), this);
        client.subscribe(wanted, this);
    }

    private String defaultTopic(NegotiatedSettings negotiated) {
        if (negotiated == null) {
            // Lost again already: every name does that nobody else has
            return BASE + '/' + UUID.randomUUID() + '/' + level(channel);
        }
        String base = negotiated.responseInformation();
        return (base == null || TopicName.problem(base, false) != null ? BASE
                : base.endsWith("/") ? base.substring(0, base.length() - 1)
                        : base)
                + '/' + level(negotiated.clientId()) + '/' + level(channel);
    }

    /** What the route will match, as far as that is known before there is a connection. */
    public static TopicFilter expected(String channel, RequestSettings settings) {
        String topic = settings.topic() == null ? BASE + "/+/" + level(channel) : settings.topic();
        return TopicFilter.of(topic + "/#");
    }

    /** A text as one level of a topic. */
    private static String level(String text) {
        return text.replace('/', '-').replace('+', '-').replace('#', '-');
    }

    /** Fails the requests that still wait. */
    public void stop() {
        eventLoop.execute(() -> failed(new IllegalStateException("channel '" + channel + "': the application ends")));
    }

    /** Why no reply can come, or {@code null}; known when there is a connection. */
    String problem() {
        SubscriptionState asked = subscription;
        return asked == null ? null : asked.problem();
    }

    // From the connection

    @Override
    public void granted(int qos) {
        subscription.granted(qos);
        NegotiatedSettings negotiated = client.status().negotiated();
        byTopic = negotiated != null && !negotiated.version().is5();
        if (!subscribed.tryComplete() && !subscribed.future().succeeded()) {
            Promise<Void> now = Promise.promise();
            now.complete();
            subscribed = now;
        }
    }

    @Override
    public void refused(int reasonCode, String reason) {
        subscription.refused(reasonCode, reason);
        fail(new IllegalStateException("channel '" + channel + "' gets no replies: " + subscription.problem()));
    }

    private void fail(Throwable cause) {
        if (!subscribed.tryFail(cause)) {
            Promise<Void> now = Promise.promise();
            now.fail(cause);
            subscribed = now;
        }
    }

    @Override
    public void failed(Throwable cause) {
        fail(cause);
        Recipient waiting = recipient;
        if (waiting != null) {
            waiting.over(cause);
        }
    }

    @Override
    public void deliver(InboundMessage message) {
        Publish packet = message.packet();
        CorrelationId id = RequestAddress.correlationId(topic, packet);
        Recipient waiting = recipient;
        Outcome outcome = id == null || waiting == null ? Outcome.UNKNOWN : waiting.received(id, reply(packet));
        if (packet.qos() > 0) {
            client.acknowledge(message);
        }
        switch (outcome) {
            case LATE -> {
                late.count(1);
                log.debugf("Channel '%s': a reply came after its request had ended; correlation id %s", channel,
                        SafeText.of(id.toString()));
            }
            case DUPLICATE -> log.debugf("Channel '%s': ignores another reply with the correlation id %s", channel,
                    SafeText.of(id.toString()));
            case UNKNOWN -> {
                if (unknown.count(1)) {
                    log.warnf("Channel '%s': ignores a message on '%s' that is no reply to a request of this application"
                            + " (correlation id %s). So far: %d. Does another application use the same 'reply-topic'?", channel,
                            SafeText.of(packet.topic()), id == null ? "missing, or unknown" : SafeText.of(id.toString()),
                            unknown.total());
                }
            }
            default -> {
            }
        }
    }

    private Message<byte[]> reply(Publish packet) {
        Context context = eventLoop.messageContext();
        return Message.of(packet.payload(),
                Metadata.of(new IncomingMqttMetadata(new ReceivedMetadata(origin, packet)), new LocalContextMetadata(context)));
    }

    // From the emitter

    @Override
    public RequestSettings settings() {
        return settings;
    }

    @Override
    public void recipient(Recipient waiting) {
        recipient = waiting;
    }

    @Override
    public Future<Void> subscribed() {
        return subscribed.future();
    }

    @Override
    public RequestAddress address(CorrelationId correlationId) {
        return new RequestAddress(topic, correlationId, byTopic);
    }

    @Override
    public void onEventLoop(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            task.run(); // the loop has ended, so nobody else is there
        }
    }

    @Override
    public long late() {
        return late.total();
    }
}
