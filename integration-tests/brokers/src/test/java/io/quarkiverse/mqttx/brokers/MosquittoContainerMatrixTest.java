package io.quarkiverse.mqttx.brokers;

class MosquittoContainerMatrixTest extends EveryFeature {

    MosquittoContainerMatrixTest() {
        super(Containers.mosquitto());
    }
}
