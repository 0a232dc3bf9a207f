package io.quarkiverse.mqttx.connector.convert;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/** As Avro generates it from {@link Versions#NEW}. */
public final class Reading extends SpecificRecordBase {

    public static final Schema SCHEMA$ = Versions.NEW;

    private CharSequence sensor;
    private double celsius;

    public Reading() {
    }

    Reading(String sensor, double celsius) {
        this.sensor = sensor;
        this.celsius = celsius;
    }

    @Override
    public Schema getSchema() {
        return SCHEMA$;
    }

    @Override
    public Object get(int field) {
        return field == 0 ? sensor : (Object) celsius;
    }

    @Override
    public void put(int field, Object value) {
        if (field == 0) {
            sensor = value.toString();
        } else {
            celsius = (Double) value;
        }
    }
}
