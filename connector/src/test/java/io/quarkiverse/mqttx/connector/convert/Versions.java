package io.quarkiverse.mqttx.connector.convert;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Two versions of the schema of a reading. */
final class Versions {

    static final Schema OLD = SchemaBuilder.record("Reading").namespace("io.quarkiverse.mqttx.connector.convert").fields()
            .requiredString("sensor").endRecord();

    static final Schema NEW = SchemaBuilder.record("Reading").namespace("io.quarkiverse.mqttx.connector.convert").fields()
            .requiredString("sensor").name("celsius").type().doubleType().doubleDefault(20).endRecord();

    private Versions() {
    }
}
