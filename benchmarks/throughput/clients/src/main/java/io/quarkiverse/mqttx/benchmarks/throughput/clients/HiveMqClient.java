package io.quarkiverse.mqttx.benchmarks.throughput.clients;

import java.util.concurrent.atomic.LongAdder;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;

import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;

/** HiveMQ's client, with its asynchronous interface. */
final class HiveMqClient implements Subject {

    private final LongAdder received = new LongAdder();
    private final Mqtt5AsyncClient client;

    HiveMqClient(int port, int window) {
        client = Mqtt5Client.builder().identifier("hivemq").serverHost(Main.HOST).serverPort(port).buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> received.increment());
        client.connectWith().keepAlive(0).restrictions().receiveMaximum(window).sendMaximum(window)
                .applyRestrictions().send()
                .thenCompose(connected -> client.subscribeWith().topicFilter(Main.IN).qos(MqttQos.EXACTLY_ONCE).send()).join();
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void publish(int qos, byte[] payload, Runnable acknowledged) {
        client.publishWith().topic(Main.OUT).qos(MqttQos.fromCode(qos)).payload(payload).send()
                .thenRun(acknowledged);
    }
}
