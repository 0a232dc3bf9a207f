package io.quarkiverse.mqttx.runtime;

import java.lang.reflect.Type;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.connector.convert.CborFormat;
import io.quarkiverse.mqttx.connector.convert.KnownFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.vertx.core.json.jackson.DatabindCodec;

/**
 * CBOR by the application's own {@code ObjectMapper}, or that of Vert.x without quarkus-jackson. Added where
 * jackson-dataformat-cbor is there. The mapper is made when the first type is asked for.
 */
@ApplicationScoped
public class JacksonCbor implements PayloadFormat {

    private final Instance<ObjectMapper> mappers;

    @Inject
    public JacksonCbor(Instance<ObjectMapper> mappers) {
        this.mappers = mappers;
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
    public Reader reader(Type type) {
        return cbor().reader(type);
    }

    @Override
    public Writer writer(Type type) {
        return cbor().writer(type);
    }

    private CborFormat cbor() {
        return new CborFormat(mappers.isResolvable() ? mappers.get() : DatabindCodec.mapper());
    }
}
