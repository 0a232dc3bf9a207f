package io.quarkiverse.mqttx.jsonb;

import jakarta.inject.Singleton;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;

import io.quarkus.jsonb.JsonbConfigCustomizer;

/** Shows in the JSON that it is the application's own {@code Jsonb}. */
@Singleton
public class SnakeCase implements JsonbConfigCustomizer {

    @Override
    public void customize(JsonbConfig config) {
        config.withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES);
    }
}
