package io.quarkiverse.mqttx.testing;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/** As {@link Brokers}, with each MQTT version as the second argument. */
public final class BrokersAndVersions implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Arrays.stream(ProtocolVersion.values())
                .flatMap(version -> Brokers.all().stream()
                        .filter(broker -> broker.supports(version))
                        .map(broker -> Arguments.of(broker, version)));
    }
}
