package io.quarkiverse.mqttx.connector.fault;

import io.quarkiverse.mqttx.spi.MqttFailureHandler;

/** The strategies as the container would find them, for tests in other packages. */
public final class Strategies {

    private Strategies() {
    }

    public static MqttFailureHandler.Factory fail() {
        return new FailStop.Factory();
    }

    public static MqttFailureHandler.Factory ignore() {
        return new Ignore.Factory();
    }

    public static MqttFailureHandler.Factory deadLetterTopic() {
        return new DeadLetterTopic.Factory();
    }

    public static MqttFailureHandler.Factory reject() {
        return new Reject.Factory();
    }

    public static MqttFailureHandler.Factory redeliver() {
        return new Redeliver.Factory();
    }

    public static MqttFailureHandler.Factory delayedRetry() {
        return new DelayedRetry.Factory();
    }
}
