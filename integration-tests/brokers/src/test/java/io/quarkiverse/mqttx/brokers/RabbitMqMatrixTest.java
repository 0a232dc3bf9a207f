package io.quarkiverse.mqttx.brokers;

class RabbitMqMatrixTest extends EveryFeature {

    RabbitMqMatrixTest() {
        super(Contestant.rabbitMq());
    }
}
