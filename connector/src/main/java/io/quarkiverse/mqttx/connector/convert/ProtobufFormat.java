package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;

import com.google.protobuf.Internal;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import io.quarkiverse.mqttx.spi.PayloadFormat;

/** The messages of Protobuf, of its full and of its lite runtime, in its binary encoding. */
public class ProtobufFormat implements PayloadFormat {

    @Override
    public int getPriority() {
        return PROVIDED_PRIORITY;
    }

    @Override
    public List<String> contentTypes() {
        return KnownFormat.PROTOBUF.contentTypes();
    }

    @Override
    public boolean isMadeFor(Type type) {
        return type instanceof Class<?> plain && MessageLite.class.isAssignableFrom(plain);
    }

    @Override
    public Reader reader(Type type) {
        Class<? extends MessageLite> message = message(type);
        if (Modifier.isAbstract(message.getModifiers())) {
            throw new IllegalArgumentException("it does not say which message it is; take a class that protoc has generated");
        }
        Parser<? extends MessageLite> parser = Internal.getDefaultInstance(message).getParserForType();
        return parser::parseFrom;
    }

    @Override
    public Writer writer(Type type) {
        message(type);
        return value -> ((MessageLite) value).toByteArray();
    }

    private Class<? extends MessageLite> message(Type type) {
        if (!isMadeFor(type)) {
            throw new IllegalArgumentException("it is not a Protobuf message");
        }
        return ((Class<?>) type).asSubclass(MessageLite.class);
    }
}
