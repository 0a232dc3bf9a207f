package io.quarkiverse.mqttx.runtime;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.connector.convert.JacksonFormat;

/** JSON by the application's own {@code ObjectMapper}, with all its customizers. Added where quarkus-jackson is there. */
@Singleton
public class JacksonJson extends JacksonFormat {

    @Inject
    public JacksonJson(ObjectMapper mapper) {
        super(mapper);
    }
}
