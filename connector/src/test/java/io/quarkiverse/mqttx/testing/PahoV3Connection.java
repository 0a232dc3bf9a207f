package io.quarkiverse.mqttx.testing;

import java.util.function.Consumer;

import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/** MQTT 3.1.1 and 3.1 for {@link ReferenceClient}. */
final class PahoV3Connection implements ReferenceConnection {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final ReferenceClient.Options options;
    private final MqttAsyncClient client;

    PahoV3Connection(ReferenceClient.Options options) {
        this.options = options;
        try {
            client = new MqttAsyncClient(options.uri(), options.clientId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean connect(Consumer<ReceivedMessage> sink) throws Exception {
        MqttConnectOptions connect = new MqttConnectOptions();
        connect.setMqttVersion(options.version == ProtocolVersion.V3_1 ? MqttConnectOptions.MQTT_VERSION_3_1
                : MqttConnectOptions.MQTT_VERSION_3_1_1);
        connect.setCleanSession(!options.persistent);
        connect.setMaxInflight(1_000);
        if (options.username != null) {
            connect.setUserName(options.username);
        }
        if (options.password != null) {
            connect.setPassword(options.password.toCharArray());
        }
        connect.setSocketFactory(PahoSockets.factory(options.identity));
        client.setCallback(new Collector(sink));
        IMqttToken token = client.connect(connect);
        token.waitForCompletion(TIMEOUT_MILLIS);
        return token.getSessionPresent();
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties,
            Completion completion) throws Exception {
        if (properties != null) {
            throw new IllegalArgumentException("MQTT 3.x has no properties");
        }
        try {
            client.publish(topic, payload, qos, retain, null, new Outcome(completion));
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_MAX_INFLIGHT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public int subscribe(String filter, int qos) throws Exception {
        IMqttToken token = client.subscribe(filter, qos);
        token.waitForCompletion(TIMEOUT_MILLIS);
        return token.getGrantedQos()[0];
    }

    @Override
    public void unsubscribe(String filter) throws Exception {
        client.unsubscribe(filter).waitForCompletion(TIMEOUT_MILLIS);
    }

    @Override
    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() throws Exception {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(TIMEOUT_MILLIS);
        } else {
            client.disconnectForcibly(0, 0, false);
        }
        client.close();
    }

    private record Outcome(Completion completion) implements IMqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            completion.accept(null);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            completion.accept(cause == null ? new IllegalStateException("failed without a reason") : cause);
        }
    }

    private record Collector(Consumer<ReceivedMessage> sink) implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            sink.accept(new ReceivedMessage(topic, message.getPayload(), message.getQos(), message.isRetained(),
                    message.isDuplicate(), null));
        }

        @Override
        public void connectionLost(Throwable cause) {
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
        }
    }
}
