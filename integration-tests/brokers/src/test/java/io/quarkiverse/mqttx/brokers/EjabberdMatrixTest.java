package io.quarkiverse.mqttx.brokers;

class EjabberdMatrixTest extends EveryFeature {

    EjabberdMatrixTest() {
        super(Contestant.ejabberd());
    }
}
