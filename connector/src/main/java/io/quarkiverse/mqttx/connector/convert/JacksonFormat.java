package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

import io.quarkiverse.mqttx.spi.JsonFormat;

/** JSON by Jackson, with the settings of the given mapper. A reader or writer holds what Jackson has found out of its type. */
public record JacksonFormat(ObjectMapper mapper) implements JsonFormat {

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public Reader reader(Type type) {
        ObjectReader reader = mapper.readerFor(mapper.constructType(type));
        return reader::readValue;
    }

    @Override
    public Writer writer(Type type) {
        ObjectWriter writer = mapper.writerFor(mapper.constructType(type));
        return writer::writeValueAsBytes;
    }
}
