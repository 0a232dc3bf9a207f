package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;

import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** CBOR (RFC 8949) by Jackson, with the settings of the mapper that is used for JSON. */
public class CborFormat implements PayloadFormat {

    private final ObjectMapper mapper;
    private final JsonFactory cbor = new CBORFactory();

    public CborFormat(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public List<String> contentTypes() {
        return KnownFormat.CBOR.contentTypes();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Reader reader(Type type) {
        if (type == JsonObject.class) {
            Reader map = reader(Map.class);
            return payload -> new JsonObject((Map<String, Object>) map.read(payload));
        }
        if (type == JsonArray.class) {
            Reader list = reader(List.class);
            return payload -> new JsonArray((List<Object>) list.read(payload));
        }
        ObjectReader reader = mapper.readerFor(mapper.constructType(type)).with(cbor);
        return reader::readValue;
    }

    @Override
    public Writer writer(Type type) {
        if (type == JsonObject.class || type == JsonArray.class) {
            ObjectWriter writer = mapper.writer().with(cbor);
            return value -> writer.writeValueAsBytes(plain(value));
        }
        ObjectWriter writer = mapper.writerFor(mapper.constructType(type)).with(cbor);
        return writer::writeValueAsBytes;
    }

    /** The mapper need not know the classes of Vert.x. */
    private static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            Map<String, Object> map = new LinkedHashMap<>();
            object.getMap().forEach((name, element) -> map.put(name, plain(element)));
            return map;
        }
        if (value instanceof JsonArray array) {
            List<Object> list = new ArrayList<>();
            array.getList().forEach(element -> list.add(plain(element)));
            return list;
        }
        return value;
    }
}
