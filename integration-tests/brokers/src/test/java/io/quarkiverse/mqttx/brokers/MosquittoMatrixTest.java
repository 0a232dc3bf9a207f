package io.quarkiverse.mqttx.brokers;

class MosquittoMatrixTest extends EveryFeature {

    MosquittoMatrixTest() {
        super(Contestant.mosquitto());
    }
}
