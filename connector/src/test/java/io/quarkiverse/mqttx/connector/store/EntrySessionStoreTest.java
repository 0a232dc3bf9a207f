package io.quarkiverse.mqttx.connector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.KeptSession;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.spi.SessionStore;

/** Sessions in stores of an application's own. */
class EntrySessionStoreTest {

    private final Random random = new Random();
    private final long seed = random.nextLong();
    private final SessionScript script = new SessionScript(new Random(seed), 1000, 20);
    private final Entries entries = new Entries();

    @TempDir
    Path directory;

    /** A store in memory. It makes changes durable one by one, and fails, or the process dies, when it is told to. */
    private static final class Entries implements SessionStore {

        private final Map<String, byte[]> kept = new LinkedHashMap<>();
        private final List<List<Change>> commits = new ArrayList<>();
        private int room = Integer.MAX_VALUE;
        private Exception problem;
        private boolean closed;

        @Override
        public Map<String, byte[]> load() throws Exception {
            fail();
            return new HashMap<>(kept);
        }

        @Override
        public void commit(List<Change> changes) throws Exception {
            commits.add(List.copyOf(changes));
            for (Change change : changes) {
                if (room-- == 0) {
                    throw new IOException("the disk is full");
                }
                if (change instanceof Put put) {
                    kept.put(put.key(), put.value());
                } else {
                    kept.remove(change.key());
                }
            }
        }

        @Override
        public void close() throws Exception {
            closed = true;
            fail();
        }

        private void fail() throws Exception {
            if (problem != null) {
                throw problem;
            }
        }

        List<Change> changes() {
            return commits.stream().flatMap(List::stream).toList();
        }
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(open().load()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void whatIsCommittedIsThereForTheNextProcess() throws IOException {
        ChangeStore store = open();
        for (int i = 0; i < 500; i++) {
            store.commit(script.next());
        }

        assertThat(found()).as("seed %d", seed).isEqualTo(script.after(script.size()));
    }

    @Test
    void aDatabaseKeepsItToo() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:" + directory.resolve("sessions"));
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(
                    "create table mqtt_session (client varchar(256), name varchar(40), content blob, primary key (client,"
                            + " name))");
        }
        DatabaseStores stores = new DatabaseStores();
        stores.database = database;
        ChangeStore store = EntrySessionStore.open("database", stores, request("me"));
        EntrySessionStore.open("database", stores, request("other")).commit(List.of(accepted(1, "of the other")));
        for (int i = 0; i < 50; i++) {
            store.commit(script.next());
        }
        store.close();

        assertThat(SessionScript.describe(EntrySessionStore.open("database", stores, request("me")).load())).as("seed %d", seed)
                .isEqualTo(script.after(script.size()));
    }

    @Test
    void theDocumentationShowsThatDatabase() throws IOException {
        String source = Files.readString(Path.of("src/test/java", DatabaseStores.class.getName().replace('.', '/') + ".java"));

        assertThat(Files.readString(Path.of("../docs/session-store.md"))).contains(source.substring(source.indexOf("import ")));
    }

    @Test
    void aMessageIsCopiedOnceAndHasLittleBesideIt() throws IOException {
        byte[] payload = new byte[100_000];
        open().commit(List.of(new SessionChange.Accepted(Long.MAX_VALUE, "orders", Publish.of("t", payload, 1, false))));

        assertThat(entries.changes()).singleElement().isInstanceOfSatisfying(SessionStore.Put.class,
                put -> assertThat(put.value()).hasSizeBetween(payload.length, payload.length + 100));
    }

    @Test
    void keysAreShortAndNoneOccursTwiceInACommit() throws IOException {
        ChangeStore store = open();
        store.commit(List.of(accepted(Long.MAX_VALUE, "x"), new SessionChange.Subscribed("/größe".repeat(9000), 1),
                new SessionChange.Identified(Long.MAX_VALUE, 65_535, Long.MAX_VALUE), received(65_535, "x")));
        for (int i = 0; i < 100; i++) {
            store.commit(script.next());
        }

        assertThat(entries.changes()).allSatisfy(change -> assertThat(change.key()).matches("[a-z0-9-]{1,40}"));
        assertThat(entries.commits).allSatisfy(
                commit -> assertThat(commit.stream().map(SessionStore.Change::key)).doesNotHaveDuplicates());
    }

    @Test
    void nothingIsLeftOfWhatIsOver() throws IOException {
        open().commit(List.of(accepted(1, "one"), new SessionChange.Identified(1, 7, 2), new SessionChange.Released(1, 3),
                received(9, "nine"), new SessionChange.Subscribed("a/#", 1)));
        assertThat(entries.kept).hasSize(5);
        open().commit(
                List.of(new SessionChange.Settled(1), new SessionChange.Completed(9), new SessionChange.Unsubscribed("a/#")));

        assertThat(entries.kept).isEmpty();
    }

    @Test
    void theTimeAMessageHasLainCountsForItsExpiry() {
        Publish message = new Publish("t", new byte[0], 1, false, false, 0,
                Properties.builder().add(Property.MESSAGE_EXPIRY_INTERVAL, 600L).build());
        entries.kept.put("a-1", new EntryFormat("me").write("a-1", new SessionChange.Accepted(1, "orders", message),
                System.currentTimeMillis() - 60_000));

        assertThat(open().load().outgoing().get(0).message().properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1))
                .isBetween(1L, 540L);
    }

    @Test
    void aCommitThatHasFailedIsRepeatedWithoutHarm() throws IOException {
        ChangeStore store = open();
        List<SessionChange> pending = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            pending.addAll(script.next());
            entries.room = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(10);
            try {
                store.commit(pending);
                pending.clear();
            } catch (IOException e) {
                assertThat(e).hasMessage("the session store cannot be written (session-store=map, client id 'me'): the disk is"
                        + " full. Nothing is acked or sent meanwhile, and it is tried again with each attempt to connect");
            }
        }
        entries.room = Integer.MAX_VALUE;
        store.commit(pending);

        assertThat(found()).as("seed %d", seed).isEqualTo(script.after(script.size()));
    }

    @Test
    void aProcessThatDiesInACommitLeavesAChangeWholeOrNotAtAll() {
        List<SessionChange> told = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            told.addAll(script.next());
        }
        int total = writeUntil(Integer.MAX_VALUE, told);
        assertThat(total).isEqualTo(told.size());

        int before = 0;
        for (int room = 0; before < total; room++) {
            int now = writeUntil(room, told);
            assertThat(found()).as("seed %d, room %d", seed, room).isIn(script.after(now),
                    script.after(now + (now < total ? 1 : 0)));
            before = now;
        }
    }

    /** Returns how many changes are durable before there is no room any more. */
    private int writeUntil(int room, List<SessionChange> changes) {
        entries.kept.clear();
        entries.room = room;
        ChangeStore store = open();
        int durable = 0;
        try {
            for (SessionChange change : changes) {
                store.commit(List.of(change));
                durable++;
            }
        } catch (IOException full) {
            entries.room = Integer.MAX_VALUE;
        }
        return durable;
    }

    @Test
    void whatADyingProcessHasLeftOfAMessageIsNotTakenForThatOfANewOne() throws IOException {
        ChangeStore first = open();
        first.commit(List.of(accepted(5, "five"), new SessionChange.Identified(5, 17, 6)));
        entries.room = 1;
        assertThatThrownBy(() -> first.commit(List.of(new SessionChange.Settled(5)))).isInstanceOf(IOException.class);

        entries.room = Integer.MAX_VALUE;
        ChangeStore next = open();
        assertThat(next.load()).isEqualTo(KeptSession.EMPTY);
        entries.room = 2;
        assertThatThrownBy(() -> next.commit(List.of(accepted(5, "new"), new SessionChange.Identified(5, 1, 6))))
                .isInstanceOf(IOException.class);

        entries.room = Integer.MAX_VALUE;
        assertThat(open().load().outgoing()).singleElement().satisfies(message -> {
            assertThat(message.packetId()).as("it was not sent").isZero();
            assertThat(new String(message.message().payload(), StandardCharsets.UTF_8)).isEqualTo("new");
        });
    }

    @Test
    void aMessageThatIsOverGoesBeforeItsStepsWhateverElseIsInTheCommit() throws IOException {
        ChangeStore store = open();
        store.commit(List.of(accepted(5, "five"), new SessionChange.Identified(5, 17, 6)));
        entries.room = 1;
        assertThatThrownBy(() -> store.commit(List.of(new SessionChange.Identified(5, 18, 7), new SessionChange.Settled(5))))
                .isInstanceOf(IOException.class);

        assertThat(open().load()).isEqualTo(KeptSession.EMPTY);
    }

    static Stream<Arguments> damages() {
        return Stream.of(damage("is not what was put, or was put for another client id", bytes -> {
            bytes[bytes.length / 2] ^= 4;
            return bytes;
        }), damage("is not what was put", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                damage("is not what was put", bytes -> new EntryFormat("other").write("a-1", accepted(1, "one"), 0)),
                damage("is not what was put", bytes -> new EntryFormat("me").write("a-2", accepted(1, "one"), 0)),
                damage("has only 0 bytes", bytes -> new byte[0]), damage("has no value", bytes -> null),
                damage("has format 2 and not 1", bytes -> {
                    bytes[0] = 2;
                    return bytes;
                }));
    }

    private static Arguments damage(String how, UnaryOperator<byte[]> change) {
        return Arguments.of(how, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void anEntryThatIsNotAsItWasPutIsRefused(String how, UnaryOperator<byte[]> damage) throws IOException {
        open().commit(List.of(accepted(1, "one")));
        entries.kept.replaceAll((key, value) -> damage.apply(value));
        Map<String, byte[]> before = Map.copyOf(notNull(entries.kept));

        assertThatThrownBy(open()::load).isInstanceOf(SessionStoreException.class).hasMessageContainingAll(
                "channel 'out', session-store=map: the session of client id 'me' cannot be resumed: entry 'a-1' " + how,
                "nothing was changed: restore the entries of this client id from a copy, or remove all of them");
        assertThat(entries.closed).isTrue();
        assertThat(notNull(entries.kept)).isEqualTo(before);
    }

    private static Map<String, byte[]> notNull(Map<String, byte[]> entries) {
        Map<String, byte[]> without = new HashMap<>(entries);
        without.values().removeIf(value -> value == null);
        return without;
    }

    @Test
    void aByteThatHasChangedIsAlwaysFound() throws IOException {
        open().commit(List.of(accepted(1, "one"), received(9, "nine"), new SessionChange.Subscribed("a/#", 1)));
        Map<String, byte[]> whole = new HashMap<>(entries.kept);
        for (int i = 0; i < 1000; i++) {
            entries.kept.putAll(whole);
            String key = whole.keySet().stream().skip(random.nextInt(3)).findFirst().orElseThrow();
            byte[] value = whole.get(key).clone();
            value[random.nextInt(value.length)] ^= 1 << random.nextInt(8);
            entries.kept.put(key, value);

            assertThatThrownBy(open()::load).isInstanceOf(SessionStoreException.class).hasMessageContaining("'" + key + "'");
        }
    }

    @Test
    void aMessageThatHasLostAStepIsRefused() throws IOException {
        open().commit(List.of(accepted(1, "one"), new SessionChange.Identified(1, 7, 2), new SessionChange.Released(1, 3)));
        entries.kept.remove("i-1");

        assertThatThrownBy(open()::load).isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("entry 'i-1' is missing, and 'r-1' is there");
    }

    @Test
    void aStoreThatCannotBeOpenedOrReadIsRefused() {
        String where = "channel 'out', session-store=map: the session of client id 'me' cannot be resumed: ";
        assertThatThrownBy(() -> EntrySessionStore.open("map", request -> {
            throw new IOException("no route to host");
        }, request("me"))).isInstanceOf(SessionStoreException.class).hasMessage(where + "the store cannot be opened:"
                + " java.io.IOException: no route to host; give this process access to it, or choose another session-store");
        assertThatThrownBy(() -> EntrySessionStore.open("map", request -> null, request("me")))
                .hasMessage(where + "SessionStore.Factory.open has returned null; return a store from it");

        entries.problem = new IllegalStateException("not now");
        assertThatThrownBy(open()::load).isInstanceOf(SessionStoreException.class).hasMessageContaining(where
                + "the store cannot be read: java.lang.IllegalStateException: not now");
        assertThat(entries.closed).isTrue();
    }

    @Test
    void aStoreThatIsNotClosedInOrderDoesNoHarm() {
        entries.problem = new IOException("gone");
        try (LogCapture log = new LogCapture()) {
            open().close();

            assertThat(log.lines()).anyMatch(line -> line
                    .contains("The session store of client id 'me' was not closed properly (session-store=map): java.io.IO"));
        }
    }

    private ChangeStore open() {
        return EntrySessionStore.open("map", request -> entries, request("me"));
    }

    private String found() {
        return SessionScript.describe(open().load());
    }

    private SessionStore.Request request(String clientId) {
        return new SessionStore.Request("out", clientId, List.of("localhost:1883"), Path.of(""));
    }

    private static SessionChange accepted(long sequence, String payload) {
        return new SessionChange.Accepted(sequence, "orders", publish(payload));
    }

    private static SessionChange received(int packetId, String payload) {
        return new SessionChange.Received(publish(payload).as(packetId, false));
    }

    private static Publish publish(String payload) {
        return Publish.of("t", payload.getBytes(StandardCharsets.UTF_8), 2, false);
    }
}
