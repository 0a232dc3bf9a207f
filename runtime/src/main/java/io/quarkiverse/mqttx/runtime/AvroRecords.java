package io.quarkiverse.mqttx.runtime;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.apache.avro.message.SchemaStore;

import io.quarkiverse.mqttx.connector.convert.AvroFormat;

/** Avro with the schemas that the application knows. Added where Avro is there. */
@Singleton
public class AvroRecords extends AvroFormat {

    @Inject
    public AvroRecords(Instance<SchemaStore> schemas) {
        super(schemas.isResolvable() ? schemas.get() : null);
    }
}
