package io.quarkiverse.mqttx.brokers;

class HiveMqMatrixTest extends EveryFeature {

    HiveMqMatrixTest() {
        super(Contestant.hiveMq());
    }
}
