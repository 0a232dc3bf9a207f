package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The classes that a message passes, taken from real stacks: between socket and application nothing only forwards. Packets are
 * watched in {@code Connection}, which hands them to {@code Transport} next.
 */
class WaysTest extends ConnectorFixture {

    private static final String OURS = "io.quarkiverse.mqttx.";
    /** By what happens at their top. */
    private static final Map<String, List<String>> ways = new ConcurrentHashMap<>();
    private static volatile Context context;

    @Test
    void aMessagePassesFiveClassesInSixOutAndItsAcknowledgementEightBack() {
        ways.clear();
        broker.start();
        application.beans(Reader.class, Writer.class)
                .incoming("in", "topic", "in", "qos", "1")
                .outgoing("out", "topic", "in", "qos", "1")
                .start();
        awaitReady();
        MqttClient client = application.mqttClient("out");
        client.onPacket(PacketType.PUBLISH, packet -> note("PUBLISH", packet));
        client.onPacket(PacketType.PUBACK, packet -> note("PUBACK", packet));
        Writer writer = application.get(Writer.class);
        writer.send("from another thread");
        Context loop = await().until(() -> context, Objects::nonNull);
        await().until(() -> ways.containsKey("PUBACK"));
        loop.runOnContext(on -> writer.send("on the event loop"));
        await().untilAsserted(() -> assertThat(ways.get("PUBLISH")).contains("connector.outgoing.OutgoingChannel"));

        assertThat(ways.get("in")).containsExactly("transport.Transport", "client.Connection", "session.Reception",
                "client.routing.MessageRouter", "connector.incoming.IncomingChannel");
        assertThat(ways.get("PUBACK")).containsExactly("connector.incoming.ReceivedMessage",
                "connector.incoming.IncomingChannel", "connector.incoming.AckHandler", "client.ReconnectingClient",
                "session.InboundFlow", "session.ConnectionState", "client.Connection");
        assertThat(ways.get("PUBLISH")).containsExactly("connector.outgoing.OutgoingChannel", "client.ReconnectingClient",
                "session.OutboundFlow", "session.ConnectionState", "client.Connection");
    }

    private static void note(String way, MqttPacket packet) {
        if (packet.isSent()) {
            List<String> classes = classes();
            ways.put(way, List.copyOf(classes.subList(0, classes.indexOf("client.Connection") + 1)));
        }
    }

    /** Ours on this stack, outermost first, each once; those that run a task are not on the way of what is in it. */
    private static List<String> classes() {
        Set<String> found = new LinkedHashSet<>();
        StackTraceElement[] stack = new Throwable().getStackTrace();
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith(OURS) && !name.contains(WaysTest.class.getSimpleName())) {
                found.add(name.substring(OURS.length()).replaceFirst("\\$.*", ""));
            }
        }
        List<String> ordered = new ArrayList<>(found);
        Collections.reverse(ordered);
        return ordered;
    }

    @ApplicationScoped
    static class Reader {

        @Incoming("in")
        CompletionStage<Void> read(Message<String> message) {
            ways.put("in", classes());
            context = Vertx.currentContext();
            CompletableFuture.runAsync(message::ack);
            return CompletableFuture.completedFuture(null);
        }
    }

    @ApplicationScoped
    static class Writer {

        @Inject
        @Channel("out")
        Emitter<String> emitter;

        void send(String payload) {
            emitter.send(payload);
        }
    }
}
