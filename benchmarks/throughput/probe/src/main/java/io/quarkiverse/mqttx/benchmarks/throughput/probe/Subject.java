package io.quarkiverse.mqttx.benchmarks.throughput.probe;

/** What is measured: a client with an application around it. */
public interface Subject {

    /** How many messages the application has taken so far. Any thread. */
    long received();

    /**
     * Publishes one message. Called on one thread.
     *
     * @param qos 0 to 2
     * @param acknowledged run once, on any thread, when the broker has acknowledged the message; at QoS 0 when it was handed on
     */
    void publish(int qos, byte[] payload, Runnable acknowledged);
}
