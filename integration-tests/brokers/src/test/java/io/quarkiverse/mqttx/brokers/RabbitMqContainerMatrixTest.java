package io.quarkiverse.mqttx.brokers;

class RabbitMqContainerMatrixTest extends EveryFeature {

    RabbitMqContainerMatrixTest() {
        super(Containers.rabbitMq());
    }
}
