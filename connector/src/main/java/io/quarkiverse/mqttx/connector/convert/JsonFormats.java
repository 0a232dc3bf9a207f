package io.quarkiverse.mqttx.connector.convert;

import java.util.Comparator;

import jakarta.enterprise.inject.Instance;

/** Chooses among the formats that are there. */
final class JsonFormats {

    private JsonFormats() {
    }

    static JsonFormat first(Instance<JsonFormat> formats) {
        return formats.stream().min(Comparator.comparingInt(JsonFormat::getPriority)).orElseThrow();
    }
}
