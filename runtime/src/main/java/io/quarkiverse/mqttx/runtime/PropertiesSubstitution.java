package io.quarkiverse.mqttx.runtime;

import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkus.runtime.ObjectSubstitution;

/** Records the properties of a will, which the recorder cannot take as they are. */
public class PropertiesSubstitution implements ObjectSubstitution<Properties, PropertiesSubstitution.Recorded> {

    /** What they are, in the order of the wire. */
    public record Recorded(List<Property> names, List<Object> values) {
    }

    @Override
    public Recorded serialize(Properties properties) {
        return new Recorded(IntStream.range(0, properties.size()).mapToObj(properties::name).toList(),
                IntStream.range(0, properties.size()).mapToObj(properties::value).toList());
    }

    @Override
    public Properties deserialize(Recorded recorded) {
        Properties.Builder properties = Properties.builder();
        for (int i = 0; i < recorded.names().size(); i++) {
            properties.add(recorded.names().get(i), recorded.values().get(i));
        }
        return properties.build();
    }
}
