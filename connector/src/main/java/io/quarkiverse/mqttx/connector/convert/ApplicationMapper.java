package io.quarkiverse.mqttx.connector.convert;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.vertx.core.json.jackson.DatabindCodec;

/**
 * Creates the formats of Jackson, with the mapper of the application or that of Vert.x. A class of its own, because
 * Jackson is optional.
 */
final class ApplicationMapper {

    private ApplicationMapper() {
    }

    static PayloadFormat cbor(BeanManager beans) {
        return new CborFormat(find(beans));
    }

    static JsonFormat json(BeanManager beans) {
        return new JacksonFormat(find(beans));
    }

    private static ObjectMapper find(BeanManager beans) {
        Instance<ObjectMapper> mappers = beans.createInstance().select(ObjectMapper.class);
        return mappers.isResolvable() ? mappers.get() : DatabindCodec.mapper();
    }
}
