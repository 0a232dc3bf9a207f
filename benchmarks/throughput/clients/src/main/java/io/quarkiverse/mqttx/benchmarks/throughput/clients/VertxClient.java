package io.quarkiverse.mqttx.benchmarks.throughput.clients;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/** Vert.x MQTT's client, on the event loop as it wants to be used. */
final class VertxClient implements Subject {

    private static final int MAX_PACKET = 16 * 1024 * 1024;

    private final LongAdder received = new LongAdder();
    private final Map<Integer, Runnable> inFlight = new ConcurrentHashMap<>();
    private final Context context;
    private final MqttClient client;

    VertxClient(int port, int window) {
        Vertx vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        client = MqttClient.create(vertx, new MqttClientOptions().setMaxInflightQueue(window).setMaxMessageSize(MAX_PACKET));
        client.publishHandler(message -> received.increment());
        client.publishCompletionHandler(id -> {
            Runnable acknowledged = inFlight.remove(id);
            if (acknowledged != null) {
                acknowledged.run();
            }
        });
        context.runOnContext(ignored -> client.connect(port, Main.HOST)
                .compose(connected -> client.subscribe(Main.IN, 2)));
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void publish(int qos, byte[] payload, Runnable acknowledged) {
        context.runOnContext(ignored -> client.publish(Main.OUT, Buffer.buffer(payload), MqttQoS.valueOf(qos), false, false)
                .onSuccess(id -> {
                    if (qos == 0) {
                        acknowledged.run();
                    } else {
                        inFlight.put(id, acknowledged);
                    }
                }));
    }
}
