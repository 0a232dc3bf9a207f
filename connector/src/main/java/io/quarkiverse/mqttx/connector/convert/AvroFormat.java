package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import io.quarkiverse.mqttx.spi.PayloadFormat;

/**
 * The records of Avro in its single-object encoding: ten bytes with the fingerprint of the schema it was written with, then the
 * record. So a record of an unknown schema is refused, and one of an older schema is resolved.
 */
public class AvroFormat implements PayloadFormat {

    /** Two marker bytes and the fingerprint, the low byte first. */
    private static final int HEADER = 10;

    private final SchemaStore schemas;

    /**
     * @param schemas the schemas that publishers use, beside that of the class that is read; {@code null} when none are known
     */
    public AvroFormat(SchemaStore schemas) {
        this.schemas = schemas;
    }

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public List<String> contentTypes() {
        return KnownFormat.AVRO.contentTypes();
    }

    @Override
    public boolean isMadeFor(Type type) {
        return type instanceof Class<?> plain && IndexedRecord.class.isAssignableFrom(plain);
    }

    @Override
    public Reader reader(Type type) {
        Class<?> record = record(type);
        if (SpecificRecord.class.isAssignableFrom(record) && !record.isInterface()) {
            SpecificData model = SpecificData.getForClass(record);
            BinaryMessageDecoder<Object> decoder = new BinaryMessageDecoder<>(model, model.getSchema(record), schemas);
            return payload -> decode(decoder, payload);
        }
        if (schemas == null) {
            throw new IllegalArgumentException("no schema is known for a generic record; add a bean of type "
                    + SchemaStore.class.getName() + ", or take a class that Avro has generated");
        }
        Map<Long, BinaryMessageDecoder<Object>> decoders = new ConcurrentHashMap<>();
        return payload -> readGeneric(decoders, payload);
    }

    /** Reads each record with the schema that it was written with. */
    private Object readGeneric(Map<Long, BinaryMessageDecoder<Object>> decoders, byte[] payload) throws Exception {
        long fingerprint = 0;
        for (int i = Math.min(payload.length, HEADER) - 1; i >= 2; i--) {
            fingerprint = fingerprint << 8 | payload[i] & 0xFF;
        }
        Schema schema = schemas.findByFingerprint(fingerprint);
        if (schema == null) {
            throw new IllegalArgumentException("it does not begin with the fingerprint of a known schema (0x"
                    + Long.toHexString(fingerprint) + "); the bean of type " + SchemaStore.class.getName()
                    + " must know the schema");
        }
        return decode(decoders.computeIfAbsent(fingerprint,
                key -> new BinaryMessageDecoder<>(GenericData.get(), schema)), payload);
    }

    private static Object decode(BinaryMessageDecoder<Object> decoder, byte[] payload) throws Exception {
        try {
            return decoder.decode(payload);
        } catch (MissingSchemaException unknown) {
            throw new IllegalArgumentException(unknown.getMessage() + "; add a bean of type " + SchemaStore.class.getName()
                    + " that knows the schema", unknown);
        } catch (AvroRuntimeException malformed) {
            throw new IllegalArgumentException(
                    "it is no record in Avro's single-object encoding: " + malformed.getMessage(), malformed);
        }
    }

    @Override
    public Writer writer(Type type) {
        Class<?> record = record(type);
        GenericData model = SpecificRecord.class.isAssignableFrom(record) ? SpecificData.getForClass(record)
                : GenericData.get();
        Map<Schema, BinaryMessageEncoder<Object>> encoders = new ConcurrentHashMap<>();
        return value -> {
            Schema schema = ((GenericContainer) value).getSchema();
            BinaryMessageEncoder<Object> encoder = encoders.get(schema);
            if (encoder == null) {
                encoder = encoders.computeIfAbsent(schema, key -> new BinaryMessageEncoder<>(model, key));
            }
            return encoder.encode(value).array();
        };
    }

    private Class<?> record(Type type) {
        if (!isMadeFor(type)) {
            throw new IllegalArgumentException("it is not an Avro record");
        }
        return (Class<?>) type;
    }
}
