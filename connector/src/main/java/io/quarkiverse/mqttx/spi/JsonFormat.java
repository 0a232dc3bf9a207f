package io.quarkiverse.mqttx.spi;

import java.util.List;

/**
 * Objects to JSON and back, straight from and to the bytes of a payload, in UTF-8. A CDI bean of this type is the way to bring
 * a JSON library, or settings, of one's own; of several the one with the lowest {@link #getPriority()} is used for all
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
