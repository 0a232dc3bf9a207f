package io.quarkiverse.mqttx.connector.convert;

import java.util.Comparator;

import jakarta.enterprise.inject.Instance;

import io.quarkiverse.mqttx.spi.JsonFormat;

/** Chooses among the JSON formats of an application. */
public final class JsonFormats {

    private JsonFormats() {
    }

    /** The one that comes first by its priority; a single one is not even made before it is used. */
    public static JsonFormat first(Instance<JsonFormat> formats) {
        if (formats.isResolvable()) {
            return formats.get();
        }
        return formats.stream().min(Comparator.comparingInt(JsonFormat::getPriority)).orElseThrow();
    }
}
