package io.quarkiverse.mqttx.testing;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** MQTT 5 for {@link ReferenceClient}. */
final class PahoV5Connection implements ReferenceConnection {

    private static final long TIMEOUT_MILLIS = 30_000;

    private final ReferenceClient.Options options;
    private final MqttAsyncClient client;

    PahoV5Connection(ReferenceClient.Options options) {
        this.options = options;
        try {
            client = new MqttAsyncClient(options.uri(), options.clientId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean connect(Consumer<ReceivedMessage> sink) throws Exception {
        MqttConnectionOptions connect = new MqttConnectionOptions();
        connect.setCleanStart(!options.persistent);
        if (options.persistent) {
            connect.setSessionExpiryInterval(3_600L);
        }
        connect.setUserName(options.username);
        if (options.password != null) {
            connect.setPassword(options.password.getBytes(StandardCharsets.UTF_8));
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
        try {
            client.publish(topic, new MqttMessage(payload, qos, retain, properties), null, new Outcome(completion));
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public int subscribe(String filter, int qos) throws Exception {
        IMqttToken token = client.subscribe(filter, qos);
        token.waitForCompletion(TIMEOUT_MILLIS);
        return token.getReasonCodes()[0];
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

    private record Outcome(Completion completion) implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            int code = token.getReasonCodes() == null || token.getReasonCodes().length == 0 ? 0 : token.getReasonCodes()[0];
            completion.accept(code < 0x80 ? null : new IllegalStateException("reason code 0x" + Integer.toHexString(code)));
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
                    message.isDuplicate(), message.getProperties()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
        }

        @Override
        public void mqttErrorOccurred(MqttException cause) {
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
        }
    }
}
