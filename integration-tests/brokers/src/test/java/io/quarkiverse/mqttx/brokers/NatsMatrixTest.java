package io.quarkiverse.mqttx.brokers;

class NatsMatrixTest extends EveryFeature {

    NatsMatrixTest() {
        super(Contestant.nats());
    }
}
