package io.quarkiverse.mqttx.brokers;

class ActiveMqMatrixTest extends EveryFeature {

    ActiveMqMatrixTest() {
        super(Contestant.activeMq());
    }
}
