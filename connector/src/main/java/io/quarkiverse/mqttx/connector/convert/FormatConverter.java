package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;

/** Converts to all other types, with the format of the message's content type, or else the one that the type is made for. */
@ApplicationScoped
class FormatConverter extends PayloadConverter {

    private final DeclaredTypes declared;
    private final Readers readers;

    @Inject
    FormatConverter(Formats formats) {
        this(formats, DeclaredTypes.UNKNOWN);
    }

    FormatConverter(Formats formats, DeclaredTypes declared) {
        this.declared = declared;
        this.readers = new Readers(formats);
    }

    /** For the proxy of the container. */
    FormatConverter() {
        this(null, DeclaredTypes.UNKNOWN);
    }

    /** After every converter that says what it converts. */
    @Override
    public int getPriority() {
        return PRIORITY + 1000;
    }

    @Override
    boolean supports(Type target) {
        return target instanceof Class<?> || target instanceof ParameterizedType || target instanceof GenericArrayType;
    }

    @Override
    Type exact(IncomingMqttMetadata metadata, Type target) {
        return declared.isErased(target) ? declared.incoming(metadata.getChannel(), target) : target;
    }

    @Override
    Object decode(byte[] payload, Type target, String contentType) throws Exception {
        return readers.reader(contentType, target).read(payload);
    }
}
