package io.quarkiverse.mqttx.benchmarks.throughput.clients;

import java.util.concurrent.atomic.LongAdder;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;

/** Paho's asynchronous client of MQTT 5. */
final class PahoClient implements Subject {

    private final LongAdder received = new LongAdder();
    private final MqttAsyncClient client;

    PahoClient(int port, int window) throws MqttException {
        client = new MqttAsyncClient("tcp://" + Main.HOST + ":" + port, "paho", new MemoryPersistence());
        client.setCallback(new MqttCallback() {
            @Override
            public void messageArrived(String topic, MqttMessage message) {
                received.increment();
            }

            @Override
            public void disconnected(MqttDisconnectResponse response) {
                // the process ends
            }

            @Override
            public void mqttErrorOccurred(MqttException failure) {
                throw new IllegalStateException(failure);
            }

            @Override
            public void deliveryComplete(IMqttToken token) {
                // the listener of the message knows
            }

            @Override
            public void connectComplete(boolean reconnect, String uri) {
                // the peer knows
            }

            @Override
            public void authPacketArrived(int reasonCode, MqttProperties properties) {
                // there is none
            }
        });
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setKeepAliveInterval(0);
        options.setReceiveMaximum(window);
        client.connect(options).waitForCompletion();
        client.subscribe(Main.IN, 2).waitForCompletion();
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void publish(int qos, byte[] payload, Runnable acknowledged) {
        try {
            client.publish(Main.OUT, payload, qos, false, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    acknowledged.run();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable failure) {
                    throw new IllegalStateException(failure);
                }
            });
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }
}
