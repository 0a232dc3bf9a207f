package io.quarkiverse.mqttx.sample;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something for each sensor. Anybody may publish under any name, so the sensor that was silent for longest makes room. */
final class PerSensor<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1;
    private static final int MAX_SENSORS = 100;

    PerSensor() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MAX_SENSORS;
    }
}
