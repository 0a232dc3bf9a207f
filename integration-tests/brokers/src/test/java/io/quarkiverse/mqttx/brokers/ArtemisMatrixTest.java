package io.quarkiverse.mqttx.brokers;

class ArtemisMatrixTest extends EveryFeature {

    ArtemisMatrixTest() {
        super(Contestant.artemis());
    }
}
