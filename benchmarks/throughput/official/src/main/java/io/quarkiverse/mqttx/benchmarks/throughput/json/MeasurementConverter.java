package io.quarkiverse.mqttx.benchmarks.throughput.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.benchmarks.throughput.Channels.Measurement;
import io.smallrye.reactive.messaging.MessageConverter;

/** The other connectors hand out {@code byte[]}, and leave to the application what it takes to have a record. */
@ApplicationScoped
public class MeasurementConverter implements MessageConverter {

    private final ObjectMapper mapper;

    MeasurementConverter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target == Measurement.class && in.getPayload() instanceof byte[];
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        try {
            return in.withPayload(mapper.readValue((byte[]) in.getPayload(), Measurement.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
