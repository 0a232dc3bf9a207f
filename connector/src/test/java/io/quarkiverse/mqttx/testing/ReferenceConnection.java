package io.quarkiverse.mqttx.testing;

import java.util.function.Consumer;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** What {@link ReferenceClient} needs of a client library. Called on the test's thread. */
interface ReferenceConnection {

    /** How a publish ended; {@code null} when it succeeded. */
    interface Completion extends Consumer<Throwable> {
    }

    /** Connects; {@code sink} gets every message, on one of its threads. Returns whether the session was present. */
    boolean connect(Consumer<ReceivedMessage> sink) throws Exception;

    /** Starts to publish; false when it takes no message now because its window is full. */
    boolean publish(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties, Completion completion)
            throws Exception;

    /** Returns the reason code, or the granted QoS. */
    int subscribe(String filter, int qos) throws Exception;

    void unsubscribe(String filter) throws Exception;

    boolean isConnected();

    /** Disconnects, if it is connected, and ends its threads. */
    void close() throws Exception;
}
