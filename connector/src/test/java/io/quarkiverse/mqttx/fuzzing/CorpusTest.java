package io.quarkiverse.mqttx.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fuzzing has found worth keeping, once more in each build: defects that are mended, and all ways through the code. */
@Tag("fuzz")
class CorpusTest {

    @ParameterizedTest
    @EnumSource
    void nothingThatIsKnownIsAFindingAgain(FuzzTarget target) throws IOException {
        List<byte[]> corpus = Corpus.of(target).read();
        assertThat(corpus).isNotEmpty();
        replay(target, corpus);
        replay(target, target.seeds());
    }

    private static void replay(FuzzTarget target, List<byte[]> inputs) {
        for (byte[] input : inputs) {
            try {
                target.run(input);
            } catch (Throwable finding) {
                throw new AssertionError(target + " fails with " + HexFormat.of().formatHex(input), finding);
            }
        }
    }
}
