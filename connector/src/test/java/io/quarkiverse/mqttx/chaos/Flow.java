package io.quarkiverse.mqttx.chaos;

/** Messages of one QoS that go one way; a channel and a topic for each. */
enum Flow {
    IN1(true, 1),
    IN2(true, 2),
    OUT0(false, 0),
    OUT1(false, 1),
    OUT2(false, 2);

    /** Whether they go to the application. */
    final boolean incoming;
    final int qos;

    Flow(boolean incoming, int qos) {
        this.incoming = incoming;
        this.qos = qos;
    }

    String label() {
        return name().toLowerCase();
    }
}
