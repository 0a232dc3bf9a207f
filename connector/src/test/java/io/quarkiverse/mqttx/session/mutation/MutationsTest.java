package io.quarkiverse.mqttx.session.mutation;

import java.io.IOException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In each build: whoever changes the session is told which mutations have to follow. */
class MutationsTest {

    static Iterable<Mutation> mutations() {
        return Mutations.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void eachMutationFindsWhatItReplaces(Mutation mutation) throws IOException {
        mutation.applyTo(mutation.readSource());
    }
}
