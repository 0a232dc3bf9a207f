package io.quarkiverse.mqttx.connector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.model.ChangeStore;

/** Processes that share a file, and are killed (SIGKILL) while they write to it. */
@Tag("slow")
class KilledProcessTest {

    private static final int ROUNDS = 3;
    private static final String REFUSED = "has the file open";

    @TempDir
    Path directory;
    private final Random random = new Random();

    /** Says how many changes are durable, commit by commit. */
    public static final class Writer {

        public static void main(String[] arguments) throws IOException {
            ChangeStore store;
            try {
                store = new FileSessionStore(SessionScript.request(Path.of(arguments[0])), Boolean.parseBoolean(arguments[1]));
            } catch (SessionStoreException e) {
                System.out.println(e.getMessage());
                return;
            }
            SessionScript script = script(Long.parseLong(arguments[2]));
            System.out.println(0);
            while (true) {
                store.commit(script.next());
                System.out.println(script.size());
            }
        }
    }

    private static SessionScript script(long seed) {
        return new SessionScript(new Random(seed), 10_000, 20);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whatAProcessHasCommittedIsThereWhenItWasKilled(boolean syncsToDisk) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path home = directory.resolve("round" + round);
            long seed = random.nextLong();
            Process writer = write(home, syncsToDisk, seed);
            int durable = 0;
            try (BufferedReader said = writer.inputReader()) {
                for (int i = 1 + random.nextInt(syncsToDisk ? 100 : 1000); i > 0; i--) {
                    durable = Integer.parseInt(said.readLine());
                }
                // by its handle, since what it has said is still to be read
                writer.toHandle().destroyForcibly();
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    durable = Integer.parseInt(line);
                }
            }

            SessionScript script = script(seed);
            while (script.size() <= durable) {
                script.next();
            }
            String found = open(home);
            while (durable < script.size() && !script.after(durable).equals(found)) {
                durable++;
            }
            assertThat(found).as("seed %d", seed).isEqualTo(script.after(durable));
        }
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsRefusedUntilThatIsGone() throws Exception {
        Process writer = write(directory, false, 1);
        try (BufferedReader said = writer.inputReader()) {
            assertThat(said.readLine()).isEqualTo("0");
            assertThatThrownBy(() -> open(directory)).isInstanceOf(SessionStoreException.class)
                    .hasMessageContainingAll("channel 'out'", directory.toString(), REFUSED, "session-store-path");
        } finally {
            writer.destroyForcibly().waitFor();
        }

        assertThat(open(directory)).isNotNull();
    }

    /** To close a file gives up all locks that the process has on it. */
    @Test
    void aSecondConnectionOfTheSameProcessDoesNotLetAnotherProcessIn() throws Exception {
        ChangeStore store = new FileSessionStore(SessionScript.request(directory), false);
        assertThatThrownBy(() -> open(directory)).isInstanceOf(SessionStoreException.class).hasMessageContaining(REFUSED);

        Process writer = write(directory, false, 1);
        try (BufferedReader said = writer.inputReader()) {
            assertThat(said.readLine()).contains(REFUSED);
        } finally {
            writer.destroyForcibly().waitFor();
            store.close();
        }
    }

    private static Process write(Path home, boolean syncsToDisk, long seed) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), Writer.class.getName(), home.toString(), Boolean.toString(syncsToDisk),
                Long.toString(seed)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String open(Path home) {
        ChangeStore store = new FileSessionStore(SessionScript.request(home), false);
        String found = SessionScript.describe(store.load());
        store.close();
        return found;
    }
}
