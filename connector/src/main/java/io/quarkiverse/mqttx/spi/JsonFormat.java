package io.quarkiverse.mqttx.spi;

import java.util.List;

/**
 * Converts objects to JSON and back, from and to the bytes of a payload, in UTF-8. Implement it as a CDI bean to bring
 * your own JSON library or settings; of several the one with the lowest {@link #getPriority()} is used for all
 * channels.
 */
public interface JsonFormat extends PayloadFormat {

    List<String> CONTENT_TYPES = List.of("application/json", "+json", "text/json");

    @Override
    default List<String> contentTypes() {
        return CONTENT_TYPES;
    }

    @Override
    default boolean isText() {
        return true;
    }
}
