package io.quarkiverse.mqttx.connector.config.model;

import java.util.Locale;

/** The types of key and trust stores. */
public enum StoreType {
    PKCS12,
    JKS,
    PEM;

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
