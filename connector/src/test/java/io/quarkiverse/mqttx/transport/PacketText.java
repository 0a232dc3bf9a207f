package io.quarkiverse.mqttx.transport;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.mqttx.session.packet.Properties;

/**
 * Everything in a packet as text, so that packets with arrays in them can be compared and a difference can be read.
 * Properties are sorted by identifier, since Netty does not keep their order; those that repeat stay in order.
 */
public final class PacketText {

    private PacketText() {
    }

    public static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes " + Arrays.hashCode(bytes);
        }
        if (value instanceof int[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof Properties properties) {
            List<String> texts = new ArrayList<>();
            IntStream.range(0, properties.size()).boxed()
                    .sorted(Comparator.comparingInt(i -> properties.name(i).id()))
                    .forEach(i -> texts.add(properties.name(i) + "=" + of(properties.value(i))));
            return texts.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PacketText::of).toList().toString();
        }
        if (value instanceof Record record) {
            StringBuilder text = new StringBuilder(record.getClass().getSimpleName());
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                try {
                    text.append(' ').append(component.getName()).append('=').append(of(component.getAccessor().invoke(record)));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
            return text.toString();
        }
        return String.valueOf(value);
    }
}
