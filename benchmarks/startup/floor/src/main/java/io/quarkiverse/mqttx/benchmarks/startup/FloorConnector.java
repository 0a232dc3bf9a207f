package io.quarkiverse.mqttx.benchmarks.startup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * What no connector can do without: it subscribes to the topics of all channels over one connection, as short as MQTT 3.1.1
 * lets it. It receives nothing, sends nothing and reads nothing else of its configuration.
 */
@ApplicationScoped
@Connector("floor")
public class FloorConnector implements InboundConnector, OutboundConnector {

    private static final byte[] CONNECT = { 0x10, 17, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 5, 'f', 'l', 'o', 'o', 'r' };

    private final List<String> topics = new ArrayList<>();
    private final Vertx vertx;
    private final String host;
    private final int port;

    FloorConnector(Vertx vertx, @ConfigProperty(name = "mp.messaging.connector.floor.host") String host,
            @ConfigProperty(name = "mp.messaging.connector.floor.port") int port) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        topics.add(config.getValue("topic", String.class));
        return Multi.createFrom().nothing();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message<?> message) {
                message.ack();
            }

            @Override
            public void onError(Throwable failure) {
                throw new IllegalStateException(failure);
            }

            @Override
            public void onComplete() {
                // As it is
            }
        };
    }

    /** When the channels are wired. */
    void subscribe(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event) {
        vertx.createNetClient().connect(port, host).onSuccess(socket -> {
            // CONNACK comes first, SUBACK then
            socket.handler(first -> {
                socket.handler(more -> {
                });
                socket.write(subscribe());
            });
            socket.write(Buffer.buffer(CONNECT));
        });
    }

    private Buffer subscribe() {
        Buffer body = Buffer.buffer().appendShort((short) 1);
        for (String topic : topics) {
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            body.appendShort((short) name.length).appendBytes(name).appendByte((byte) 1);
        }
        Buffer packet = Buffer.buffer().appendByte((byte) 0x82);
        for (int rest = body.length(); rest > 0; rest >>>= 7) {
            packet.appendByte((byte) (rest > 0x7F ? rest & 0x7F | 0x80 : rest));
        }
        return packet.appendBuffer(body.getBuffer(0, body.length()));
    }
}
