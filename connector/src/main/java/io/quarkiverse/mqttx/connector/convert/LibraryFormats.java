package io.quarkiverse.mqttx.connector.convert;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;

import org.apache.avro.message.SchemaStore;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;

/** Outside a Quarkus build, the formats of an application: its own, and those whose library is on the class path. */
@ApplicationScoped
class LibraryFormats {

    @Produces
    @Singleton
    Formats formats(@Any Instance<JsonFormat> json, @Any Instance<PayloadFormat> own, BeanManager beans) {
        return new Formats(Formats.first(json), () -> {
            List<PayloadFormat> all = new ArrayList<>(own.stream().toList());
            for (KnownFormat known : KnownFormat.values()) {
                if (known.isThere()) {
                    all.add(create(known, beans));
                }
            }
            return all;
        });
    }

    private static PayloadFormat create(KnownFormat known, BeanManager beans) {
        return switch (known) {
            case CBOR -> ApplicationMapper.cbor(beans);
            case PROTOBUF -> new ProtobufFormat();
            case AVRO -> Avro.create(beans);
        };
    }

    /** Apart, because Avro need not be there. */
    private static final class Avro {

        static PayloadFormat create(BeanManager beans) {
            Instance<SchemaStore> schemas = beans.createInstance().select(SchemaStore.class);
            return new AvroFormat(schemas.isResolvable() ? schemas.get() : null);
        }
    }
}
