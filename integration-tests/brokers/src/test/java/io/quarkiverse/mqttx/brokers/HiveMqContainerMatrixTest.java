package io.quarkiverse.mqttx.brokers;

class HiveMqContainerMatrixTest extends EveryFeature {

    HiveMqContainerMatrixTest() {
        super(Containers.hiveMq());
    }
}
