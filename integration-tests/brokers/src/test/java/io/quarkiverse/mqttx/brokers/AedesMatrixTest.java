package io.quarkiverse.mqttx.brokers;

class AedesMatrixTest extends EveryFeature {

    AedesMatrixTest() {
        super(Contestant.aedes());
    }
}
