package io.quarkiverse.mqttx.connector;

import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;

/** Real brokers, each with MQTT 5 and 3.1.1. */
final class ClientOnBrokers implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Stream.of("5", "3.1.1").flatMap(version -> Stream.of(Arguments.of(new MosquittoBroker(), version),
                Arguments.of(new ArtemisBroker(), version)));
    }
}
