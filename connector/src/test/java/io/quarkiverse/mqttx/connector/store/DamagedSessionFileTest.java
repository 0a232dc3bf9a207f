package io.quarkiverse.mqttx.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.model.SessionChange;

/**
 * Damages files of sessions at random: as many as {@code -Dstore.damages} says, from {@code -Dstore.seed} on. Such a file holds
 * all that was committed, or it is refused, again and again, and stays as it is.
 */
class DamagedSessionFileTest {

    private static final int BLOCK = 4096;

    private enum Damage {
        ZEROED_BLOCK,
        ZEROED_BEGINNING,
        ZEROED_RANGE,
        TRUNCATED,
        TRUNCATED_BETWEEN_COMMITS,
        ONE_BIT,
        SEVERAL_BITS,
        OVERWRITTEN_RANGE,
        SWAPPED_BLOCKS,
        DOUBLED_BLOCK,
        REMOVED_RANGE,
        INSERTED_RANGE,
        EXTENDED,
        OLDER_BLOCK,
        TWO_OF_THESE
    }

    /**
     * A file as a killed process leaves it.
     *
     * @param ends the lengths it had after earlier commits
     * @param older the same file some commits ago
     */
    private record Original(byte[] bytes, byte[] older, List<Integer> ends, String session) {
    }

    @TempDir
    Path directory;

    @Test
    void aDamagedFileIsRefusedEachTimeAndStaysAsItIsOrNothingIsMissing() throws IOException {
        int count = Integer.getInteger("store.damages", 300);
        long seed = Long.getLong("store.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<Original> originals = new ArrayList<>();
        for (int largest : new int[] { 30, 300, 3_000, 30_000 }) {
            originals.add(original(random, largest, 1 + random.nextInt(20), false));
            originals.add(original(random, largest, 300, false));
            originals.add(original(random, largest, 300, true));
        }
        Map<Damage, int[]> outcomes = new EnumMap<>(Damage.class);
        for (int i = 0; i < count; i++) {
            Damage damage = Damage.values()[i % Damage.values().length];
            Original original = originals.get(random.nextInt(originals.size()));
            byte[] damaged = damage(damage, original, random);
            if (damage == Damage.TWO_OF_THESE && hasOlderMark(damaged, original)) {
                continue; // what was committed after that mark may be missing, and nobody can tell
            }
            boolean refused = isRefused(damaged, original, damage + " " + i + ", -Dstore.seed=" + seed);
            outcomes.computeIfAbsent(damage, key -> new int[2])[refused ? 0 : 1]++;
        }
        outcomes.forEach((damage, times) -> System.out.printf("%-26s refused %5d, complete %5d%n", damage, times[0], times[1]));
        assertThat(outcomes.get(Damage.ONE_BIT)[0]).as("refused for one bit").isPositive();
    }

    private Original original(Random random, int largest, int commits, boolean closed) throws IOException {
        Path home = Files.createTempDirectory(directory, "original");
        Path file = home.resolve(StoreFile.name("me"));
        SessionScript script = new SessionScript(random, largest, 20);
        List<Integer> ends = new ArrayList<>();
        byte[] older = null;
        try (Store store = new Store(home)) {
            for (int i = 0; i < commits; i++) {
                store.opened.commit(script.next());
                ends.add((int) Files.size(file));
                if (i == commits * 2 / 3) {
                    older = Files.readAllBytes(file);
                }
            }
            if (!closed) {
                return new Original(Files.readAllBytes(file), older, ends, script.after(script.size()));
            }
        }
        return new Original(Files.readAllBytes(file), older, ends, script.after(script.size()));
    }

    private static boolean hasOlderMark(byte[] damaged, Original original) {
        int head = (int) StoreHead.size("me");
        return damaged.length >= head && Arrays.equals(damaged, 0, head, original.older(), 0, head)
                && !Arrays.equals(damaged, 0, head, original.bytes(), 0, head);
    }

    /** Opens it twice, as two starts would. */
    private boolean isRefused(byte[] damaged, Original original, String what) throws IOException {
        Path home = Files.createTempDirectory(directory, "damaged");
        Path file = Files.write(home.resolve(StoreFile.name("me")), damaged);
        String first = open(home, original, what);
        assertThat(Arrays.equals(Files.readAllBytes(file), damaged)).as(what + " is as it was").isTrue();
        assertThat(open(home, original, what)).as(what).isEqualTo(first);
        assertThat(Arrays.equals(Files.readAllBytes(file), damaged)).as(what + " is as it was").isTrue();
        if (first == null) {
            // what can be opened can be used
            try (Store store = new Store(home)) {
                store.opened.commit(List.of(new SessionChange.Subscribed("more", 1)));
            }
            try (Store store = new Store(home)) {
                assertThat(store.opened.load().subscriptions()).as(what).containsEntry("more", 1);
            }
        }
        Files.delete(file);
        try (var files = Files.list(home)) {
            assertThat(files).as("nothing else is left behind").isEmpty();
        }
        return first != null;
    }

    /** The refusal, or {@code null} where there is none. */
    private static String open(Path home, Original original, String what) throws IOException {
        try (Store store = new Store(home)) {
            assertThat(SessionScript.describe(store.opened.load())).as(what).isEqualTo(original.session());
            return null;
        } catch (SessionStoreException e) {
            assertThat(e).as(what).hasMessageContainingAll("channel 'out'", "session-store=file",
                    home.resolve(StoreFile.name("me")).toString(), "Nothing in it was changed", "move it away");
            return e.getMessage();
        }
    }

    private static byte[] damage(Damage damage, Original original, Random random) {
        byte[] bytes = original.bytes().clone();
        int length = bytes.length;
        int from = random.nextInt(length);
        int to = Math.min(length, from + 1 + random.nextInt(random.nextBoolean() ? 16 : length));
        int block = random.nextInt((length + BLOCK - 1) / BLOCK) * BLOCK;
        int other = random.nextInt((length + BLOCK - 1) / BLOCK) * BLOCK;
        switch (damage) {
            case ZEROED_BLOCK -> Arrays.fill(bytes, block, Math.min(length, block + BLOCK), (byte) 0);
            case ZEROED_BEGINNING -> Arrays.fill(bytes, 0, Math.min(length, 1 << random.nextInt(14)), (byte) 0);
            case ZEROED_RANGE -> Arrays.fill(bytes, from, to, (byte) 0);
            case TRUNCATED -> bytes = Arrays.copyOf(bytes, from);
            case TRUNCATED_BETWEEN_COMMITS -> {
                int end = original.ends().get(random.nextInt(original.ends().size()));
                bytes = Arrays.copyOf(bytes, Math.min(length, end));
            }
            case ONE_BIT -> flip(bytes, from, random);
            case SEVERAL_BITS -> {
                for (int i = 2 + random.nextInt(20); i > 0; i--) {
                    flip(bytes, random.nextInt(length), random);
                }
            }
            case OVERWRITTEN_RANGE -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, from, noise.length);
            }
            case SWAPPED_BLOCKS -> {
                int size = Math.min(BLOCK, length - Math.max(block, other));
                System.arraycopy(original.bytes(), other, bytes, block, size);
                System.arraycopy(original.bytes(), block, bytes, other, size);
            }
            case DOUBLED_BLOCK -> System.arraycopy(original.bytes(), other, bytes, block,
                    Math.min(BLOCK, length - Math.max(block, other)));
            case REMOVED_RANGE -> {
                System.arraycopy(original.bytes(), to, bytes, from, length - to);
                bytes = Arrays.copyOf(bytes, length - (to - from));
            }
            case INSERTED_RANGE -> {
                bytes = Arrays.copyOf(bytes, length + to - from);
                System.arraycopy(original.bytes(), from, bytes, to, length - from);
            }
            case EXTENDED -> {
                bytes = Arrays.copyOf(bytes, length + to - from);
                System.arraycopy(original.bytes(), from, bytes, length, to - from);
            }
            case OLDER_BLOCK -> {
                int size = Math.min(BLOCK, Math.min(length, original.older().length) - block);
                if (size > 0) {
                    System.arraycopy(original.older(), block, bytes, block, size);
                }
            }
            case TWO_OF_THESE -> {
                Damage[] all = Damage.values();
                byte[] once = damage(all[random.nextInt(all.length - 1)], original, random);
                return once.length == 0 ? once
                        : damage(all[random.nextInt(all.length - 1)],
                                new Original(once, original.older(), original.ends(), original.session()), random);
            }
        }
        return bytes;
    }

    private static void flip(byte[] bytes, int at, Random random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
    }

    private static final class Store implements AutoCloseable {

        private final ChangeStore opened;

        Store(Path home) {
            opened = new FileSessionStore(SessionScript.request(home), false);
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
