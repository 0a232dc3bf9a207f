package io.quarkiverse.mqttx.testing;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;

/**
 * HiveMQ's client for a {@link ReferenceClient} that survives lost connections: Paho forgets what was in flight when it
 * reconnects by itself. MQTT 5 without TLS.
 */
final class HiveMqConnection implements ReferenceConnection {

    private static final long TIMEOUT_SECONDS = 30;

    private final Mqtt5AsyncClient client;

    HiveMqConnection(ReferenceClient.Options options) {
        if (!options.version.is5() || options.identity != null) {
            throw new IllegalArgumentException("a reconnecting reference client speaks MQTT 5 without TLS");
        }
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(options.clientId)
                .serverHost(options.host)
                .serverPort(options.port)
                .automaticReconnect().initialDelay(50, TimeUnit.MILLISECONDS).maxDelay(500, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect();
        if (options.username != null) {
            builder.simpleAuth().username(options.username)
                    .password(options.password.getBytes(StandardCharsets.UTF_8)).applySimpleAuth();
        }
        client = builder.buildAsync();
    }

    @Override
    public boolean connect(Consumer<ReceivedMessage> sink) throws Exception {
        client.publishes(MqttGlobalPublishFilter.ALL, message -> sink.accept(received(message)));
        boolean present = await(client.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send()).isSessionPresent();
        // Artemis forgets a session without a subscription when it restarts.
        subscribe("reference-client/" + client.getConfig().getClientIdentifier().orElseThrow(), 0);
        return present;
    }

    /** HiveMQ's client does not show the DUP flag. */
    private static ReceivedMessage received(Mqtt5Publish message) {
        return new ReceivedMessage(message.getTopic().toString(), message.getPayloadAsBytes(), message.getQos().getCode(),
                message.isRetain(), false, null);
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties,
            Completion completion) {
        if (properties != null) {
            throw new IllegalArgumentException("a reconnecting reference client publishes without properties");
        }
        client.publishWith().topic(topic).payload(payload).qos(MqttQos.fromCode(qos)).retain(retain).send()
                .whenComplete((result, failure) -> completion.accept(
                        failure != null ? failure : result.getError().orElse(null)));
        return true;
    }

    @Override
    public int subscribe(String filter, int qos) throws Exception {
        return await(client.subscribeWith().topicFilter(filter).qos(MqttQos.fromCode(qos)).send())
                .getReasonCodes().get(0).getCode();
    }

    @Override
    public void unsubscribe(String filter) throws Exception {
        await(client.unsubscribeWith().topicFilter(filter).send());
    }

    @Override
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public void close() throws Exception {
        if (client.getState().isConnectedOrReconnect()) {
            await(client.disconnect().handle((done, failure) -> null));
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
