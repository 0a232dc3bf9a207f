package io.quarkiverse.mqttx.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.model.SessionChange;

/**
 * Ends a process, or the power, at any place between two bytes that are written. What was committed is there; of what was not,
 * no more than a beginning.
 */
@Tag("slow")
class PowerFailureTest {

    private static final int CRASHES = Integer.getInteger("store.crashes", 60);

    @TempDir
    Path directory;
    private final long seed = Long.getLong("store.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @ValueSource(ints = { 100, 40_000 })
    void theEndOfTheProcessAtAnyMomentLosesNothing(int largest) throws IOException {
        try (Run run = new Run(largest, false)) {
            for (int i = 0; i < CRASHES; i++) {
                int last = run.crash();
                RecordingDisk.Image file = run.before(last);
                RecordingDisk.Event event = run.disk.events().get(last);
                int end = 0;
                while (end < event.size() && random.nextInt(8) > 0) {
                    end = event.sectorAfter(end);
                }
                file.apply(event, 0, end);
                run.assertNothingIsMissing(file, last);
            }
        }
    }

    /** Since the last time that the disk was asked to write, it may have written anything or nothing, sector by sector. */
    @ParameterizedTest
    @ValueSource(ints = { 100, 40_000 })
    void aPowerFailureAtAnyMomentLosesNothingThatTheDiskHas(int largest) throws IOException {
        try (Run run = new Run(largest, true)) {
            for (int i = 0; i < CRASHES; i++) {
                int last = run.crash();
                int forced = run.disk.lastForceBefore(last);
                RecordingDisk.Image file = run.before(forced);
                for (RecordingDisk.Event event : run.disk.events().subList(forced, last)) {
                    int from = 0;
                    do {
                        int to = event.sectorAfter(from);
                        if (random.nextBoolean()) {
                            file.apply(event, from, to);
                        }
                        from = to;
                    } while (from < event.size());
                }
                run.assertNothingIsMissing(file, last);
            }
        }
    }

    /** Commits fail now and then on the way, as on a sick disk. */
    private final class Run implements AutoCloseable {

        private final SessionScript script;
        private final RecordingDisk disk = new RecordingDisk(random);
        private final byte[] beginning;
        /** How many events there were, and how many changes were committed, after each commit. */
        private final List<int[]> commits = new ArrayList<>();
        /** How many events there were after each commit that has failed. */
        private final List<Integer> failures = new ArrayList<>();
        private final ChangeStore store;

        Run(int largest, boolean syncsToDisk) throws IOException {
            script = new SessionScript(random, largest, 15);
            Path home = Files.createTempDirectory(directory, "run");
            store = new FileSessionStore(SessionScript.request(home), syncsToDisk, disk);
            beginning = Files.readAllBytes(home.resolve(StoreFile.name("me")));
            commits.add(new int[] { 0, 0 });
            List<SessionChange> changes = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                changes.addAll(script.next());
                disk.failSoon(random.nextInt(10) == 0);
                try {
                    store.commit(List.copyOf(changes));
                    changes.clear();
                    commits.add(new int[] { disk.events().size(), script.size() });
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("sick disk");
                    failures.add(disk.events().size());
                }
            }
            disk.failSoon(false);
        }

        /** An event in the middle of which it ends: any, one while the log moves, which is rare, or one after a failure. */
        int crash() {
            int any = random.nextInt(disk.events().size());
            if (!failures.isEmpty() && random.nextInt(3) == 0) {
                return Math.min(disk.events().size() - 1,
                        failures.get(random.nextInt(failures.size())) + random.nextInt(6));
            }
            List<Integer> moves = IntStream.range(0, disk.events().size())
                    .filter(event -> disk.events().get(event).size() == Frames.HEAD).boxed().toList();
            return moves.isEmpty() || random.nextBoolean() ? any
                    : Math.min(disk.events().size() - 1, moves.get(random.nextInt(moves.size())) + random.nextInt(4));
        }

        RecordingDisk.Image before(int event) {
            RecordingDisk.Image file = new RecordingDisk.Image(beginning);
            disk.events().subList(0, event).forEach(earlier -> file.apply(earlier, 0, earlier.size()));
            return file;
        }

        void assertNothingIsMissing(RecordingDisk.Image file, int event) throws IOException {
            Path home = Files.createTempDirectory(directory, "crash");
            Files.write(home.resolve(StoreFile.name("me")), file.bytes());
            ChangeStore next = new FileSessionStore(SessionScript.request(home), false);
            String found = SessionScript.describe(next.load());
            next.close();
            int last = 0;
            while (last + 1 < commits.size() && commits.get(last + 1)[0] <= event) {
                last++;
            }
            int attempted = last + 1 < commits.size() ? commits.get(last + 1)[1] : script.size();
            int changes = commits.get(last)[1];
            while (changes < attempted && !script.after(changes).equals(found)) {
                changes++;
            }
            assertThat(found).as("event %d, -Dstore.seed=%d", event, seed).isEqualTo(script.after(changes));
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
