package io.quarkiverse.mqttx.connector.incoming;

import static io.quarkiverse.mqttx.connector.incoming.ChannelFixture.PATIENCE;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.RawPacket;
import io.quarkiverse.mqttx.testing.ScriptedBroker;

/** Messages that a broker delivers by script, and what it hears about them. */
public final class ScriptedDelivery {

    private ScriptedDelivery() {
    }

    /** Grants all, sends these messages, {@code "topic payload"}, with packet identifiers from 1, and then serves. */
    public static ScriptedBroker delivering(int subscriptions, int qos, String... messages) {
        return ScriptedBroker.start(conversation -> {
            conversation.accept();
            grant(conversation, subscriptions, qos);
            for (int i = 0; i < messages.length; i++) {
                String[] parts = messages[i].split(" ");
                conversation.publish(parts[0], qos, i + 1, parts[1]);
            }
            conversation.serve();
        });
    }

    /** However many filters come in one SUBSCRIBE. */
    public static void grant(Conversation conversation, int filters, int qos) throws IOException {
        for (int granted = 0; granted < filters;) {
            RawPacket subscribe = conversation.expect("SUBSCRIBE");
            int[] codes = new int[((MqttSubscribeMessage) subscribe.message()).payload().topicSubscriptions().size()];
            Arrays.fill(codes, qos);
            conversation.send(Packets.subAck(conversation.version(), subscribe.packetId(), codes));
            granted += codes.length;
        }
    }

    public static List<Integer> acknowledged(ScriptedBroker broker, String type) {
        return broker.received(type).stream().map(RawPacket::packetId).toList();
    }

    /**
     * After this, all that the client has sent so far has reached the broker. An ack or nack must have completed before: it
     * goes by the message's context, and a publication need not wait behind that.
     */
    public static void flush(ReconnectingClient client) throws Exception {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        client.publish(Publish.of("marker", new byte[0], 1, false), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                flushed.complete(null);
            }

            @Override
            public void failed(Throwable cause) {
                flushed.completeExceptionally(cause);
            }
        });
        flushed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public static void ack(Message<?> message) throws Exception {
        message.ack().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Sends a QoS 0 message for which the script may wait; nobody asks what becomes of it. */
    public static void signal(ReconnectingClient client) {
        client.publish(Publish.of("signal", new byte[0], 0, false), new Unheard());
    }

    private record Unheard() implements PublishCompletion {
        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
        }

        @Override
        public void failed(Throwable cause) {
        }
    }
}
