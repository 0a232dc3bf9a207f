package io.quarkiverse.mqttx.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In each build: whoever changes a class or a test is told which mutations have to follow. */
@Tag("slow")
class MutationsTest {

    static Stream<Mutation> mutations() {
        return Stream.concat(SessionMutations.all().stream(), testedMutations());
    }

    static Stream<Mutation> testedMutations() {
        return Stream.of(ClientMutations.all(), ConnectorMutations.all(), StoreMutations.all()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void eachMutationFindsWhatItReplaces(Mutation mutation) throws IOException {
        mutation.mutatedSource();
    }

    @ParameterizedTest
    @MethodSource("testedMutations")
    void theTestsThatMustFindAMutationAreThere(Mutation mutation) throws ClassNotFoundException {
        assertThat(mutation.tests()).as("tests that find it").isNotEmpty();
        for (String test : mutation.tests()) {
            String[] names = test.split("#");
            Class<?> testClass = Class.forName(Mutation.OURS + names[0]);
            assertThat(names.length == 1 || Arrays.stream(testClass.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(names[1]))).as(test).isTrue();
        }
    }
}
