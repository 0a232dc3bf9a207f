package io.quarkiverse.mqttx.brokers;

class MoquetteMatrixTest extends EveryFeature {

    MoquetteMatrixTest() {
        super(Contestant.moquette());
    }
}
