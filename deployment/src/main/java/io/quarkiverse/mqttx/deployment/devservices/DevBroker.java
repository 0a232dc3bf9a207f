package io.quarkiverse.mqttx.deployment.devservices;

import io.quarkus.deployment.builditem.Startable;

/** A broker that Dev Services starts and stops. */
interface DevBroker extends Startable {

    /** Where the application finds it; asked once it runs. */
    String host();

    int port();

    /** For the log: what runs where, and why. */
    String description();

    @Override
    default String getConnectionInfo() {
        return "mqtt://" + host() + ":" + port();
    }
}
