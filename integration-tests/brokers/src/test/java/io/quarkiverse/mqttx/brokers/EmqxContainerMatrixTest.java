package io.quarkiverse.mqttx.brokers;

class EmqxContainerMatrixTest extends EveryFeature {

    EmqxContainerMatrixTest() {
        super(Containers.emqx());
    }
}
