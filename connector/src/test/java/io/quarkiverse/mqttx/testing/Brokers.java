package io.quarkiverse.mqttx.testing;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * {@code @ParameterizedTest @ArgumentsSource(Brokers.class) void works(TestBroker broker)}: the test runs on each broker. It
 * calls {@code broker.start()}, which skips the test with a printed reason where the broker is not installed; JUnit closes the
 * broker.
 */
public final class Brokers implements ArgumentsProvider {

    /** The brokers that speak all versions, fresh and not started. */
    static List<TestBroker> all() {
        return List.of(new ArtemisBroker(), new MosquittoBroker());
    }

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return all().stream().map(Arguments::of);
    }
}
