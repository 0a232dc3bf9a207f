package io.quarkiverse.mqttx.brokers;

class NanoMqContainerMatrixTest extends EveryFeature {

    NanoMqContainerMatrixTest() {
        super(Containers.nanoMq());
    }
}
