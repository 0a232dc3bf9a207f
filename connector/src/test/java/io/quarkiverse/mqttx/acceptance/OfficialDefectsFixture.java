package io.quarkiverse.mqttx.acceptance;

import static io.quarkiverse.mqttx.acceptance.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.ScriptedBroker.Script;

/** An application at a broker that goes by a script, and the beans that more than one class of tests needs. */
@Tag("broker")
abstract class OfficialDefectsFixture {

    final LogCapture log = new LogCapture(Level.INFO);
    ScriptedBroker broker;
    TestApplication application;

    @BeforeEach
    void forgetWhatWasReceived() {
        Consumer.received.clear();
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        log.close();
        if (broker != null) {
            broker.close();
        }
    }

    TestApplication to(Script... scripts) {
        broker = ScriptedBroker.start(scripts);
        application = new TestApplication(broker.host(), broker.port()).connector("reconnect-interval-seconds", "0")
                .connector("reconnect-max-interval-seconds", "1");
        return application;
    }

    static void awaitReceived(String... payloads) {
        eventually().untilAsserted(() -> assertThat(Consumer.received).contains(payloads));
    }

    /** The filters of a SUBSCRIBE with the QoS wanted, in its order. */
    static List<Map.Entry<String, Integer>> wanted(RawPacket subscribe) {
        return ((MqttSubscribeMessage) subscribe.message()).payload().topicSubscriptions().stream()
                .map(topic -> Map.entry(topic.topicFilter(), topic.option().qos().value())).toList();
    }

    @ApplicationScoped
    static class Consumer {
        static final List<String> received = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void consume(String payload) {
            received.add(payload);
        }
    }

    @ApplicationScoped
    static class SecondConsumer {

        @Incoming("second")
        void consume(String payload) {
            Consumer.received.add("second " + payload);
        }
    }

    @ApplicationScoped
    static class Producer {
        @Inject
        @Channel("out")
        @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
        Emitter<String> emitter;

        CompletableFuture<Void> send(String payload) {
            return emitter.send(payload).toCompletableFuture();
        }
    }
}
