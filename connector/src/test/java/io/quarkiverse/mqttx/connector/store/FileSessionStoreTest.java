package io.quarkiverse.mqttx.connector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.SessionStoreException;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.session.KeptSession;
import io.quarkiverse.mqttx.session.model.SessionChange;
import io.quarkiverse.mqttx.session.model.SessionState;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.spi.SessionStore;

class FileSessionStoreTest {

    @TempDir
    Path directory;
    private final List<ChangeStore> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(ChangeStore::close);
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(open("me").load()).isEqualTo(KeptSession.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whatIsCommittedIsThereForAProcessThatComesAfterACrash(boolean syncsToDisk) throws IOException {
        ChangeStore store = new FileSessionStore(request(directory, "me"), syncsToDisk);
        open.add(store);
        store.commit(List.of(accepted(1, "one"), accepted(2, "two"), accepted(3, "three"), accepted(4, "four"),
                new SessionChange.Identified(1, 1, 5), new SessionChange.Identified(2, 2, 6),
                new SessionChange.Released(1, 7), new SessionChange.Settled(3), received(9, "nine"), received(8, "eight"),
                new SessionChange.Completed(8), new SessionChange.Subscribed("a/#", 12),
                new SessionChange.Subscribed("b", 13), new SessionChange.Unsubscribed("b")));

        SessionState left = afterCrash().load();

        assertThat(left.outgoing()).extracting(SessionState.Outgoing::sequence).containsExactly(2L, 1L, 4L);
        assertThat(left.outgoing()).extracting(SessionState.Outgoing::packetId).containsExactly(2, 1, 0);
        assertThat(left.outgoing()).extracting(SessionState.Outgoing::isReleased).containsExactly(false, true, false);
        assertThat(left.outgoing()).extracting(SessionState.Outgoing::sender).containsOnly("orders");
        assertThat(left.received()).singleElement().satisfies(message -> {
            assertThat(message.packetId()).isEqualTo(9);
            assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("nine");
        });
        assertThat(left.subscriptions()).isEqualTo(Map.of("a/#", 12));
    }

    @Test
    void aMessageKeepsAllThatItHad() throws IOException {
        Publish message = new Publish("temperature/küche", new byte[] { 0, 1, -1 }, 2, true, false, 0, Properties.builder()
                .add(Property.PAYLOAD_FORMAT_INDICATOR, 1).add(Property.CONTENT_TYPE, "text/plain")
                .add(Property.CORRELATION_DATA, new byte[] { 7 }).add(Property.MESSAGE_EXPIRY_INTERVAL, 4_294_967_295L)
                .add(Property.USER_PROPERTY, new UserProperty("a", "1"))
                .add(Property.USER_PROPERTY, new UserProperty("a", "2")).build());
        open("me").commit(List.of(new SessionChange.Accepted(1, "orders", message)));

        Publish found = afterCrash().load().outgoing().get(0).message();

        assertThat(found).usingRecursiveComparison().ignoringFields("properties").isEqualTo(message);
        assertThat(found.properties()).hasToString(message.properties().toString());
        assertThat(found.properties().binary(Property.CORRELATION_DATA)).containsExactly(7);
    }

    @Test
    void aReceivedMessageIsKeptHoweverManyPropertiesItHas() throws IOException {
        byte[] wire = new byte[7 * (Properties.MAX_READ + 1)];
        for (int i = 0; i < wire.length; i += 7) {
            System.arraycopy(new byte[] { 0x26, 0, 1, 'a', 0, 1, 'b' }, 0, wire, i, 7);
        }
        open("me").commit(List.of(new SessionChange.Received(new Publish("t", new byte[] { 1 }, 2, false, false, 9,
                Properties.received(wire, Properties.MAX_READ + 1)))));

        assertThat(afterCrash().load().received()).singleElement().satisfies(message -> {
            assertThat(message.packetId()).isEqualTo(9);
            assertThat(message.payload()).containsExactly(1);
        });
    }

    @Test
    void theTimeAMessageHasLainCountsForItsExpiry() {
        Publish message = new Publish("t", new byte[0], 1, false, false, 0,
                Properties.builder().add(Property.MESSAGE_EXPIRY_INTERVAL, 60L).build());
        StoredMessage stored = new StoredMessage("orders", 1_000_000, message, 0, 0);

        assertThat(stored.packetAt(1_045_999).properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1)).isEqualTo(15);
        assertThat(stored.packetAt(2_000_000).properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1)).isZero();
        assertThat(stored.packetAt(0).properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1)).as("the clock was set back")
                .isEqualTo(60);
    }

    @Test
    void aCommitThatHasFailedCanBeMadeAgain() throws IOException {
        ChangeStore store = open("me");
        store.commit(List.of(accepted(1, "one"), new SessionChange.Identified(1, 1, 2)));
        List<SessionChange> failing = List.of(accepted(3, "two"), new SessionChange.Released(1, 4));

        // an interrupted thread finds its file closed under it
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.commit(failing)).isInstanceOf(IOException.class)
                .hasMessageContainingAll("session-store=file", directory.toString());
        Thread.interrupted();
        assertThat(afterCrash().load().outgoing()).singleElement()
                .satisfies(message -> assertThat(message.isReleased()).isFalse());

        store.commit(failing);
        assertThat(afterCrash().load().outgoing()).hasSize(2)
                .first().satisfies(message -> assertThat(message.isReleased()).isTrue());
    }

    @Test
    void whatCouldNotBeCommittedIsNotFoundLater() throws IOException {
        RecordingDisk disk = new RecordingDisk(new Random());
        ChangeStore store = new FileSessionStore(request(directory, "me"), false, disk);
        open.add(store);
        store.commit(List.of(accepted(1, "one")));

        // the changes are written, and the mark is not
        disk.failAfter(1);
        assertThatThrownBy(() -> store.commit(List.of(accepted(2, "two")))).hasMessageContaining("sick disk");

        assertThat(afterCrash().load().outgoing()).extracting(SessionState.Outgoing::sequence).containsExactly(1L);
    }

    @Test
    void commitsInAnotherOrderAreRefused() throws IOException {
        ChangeStore store = open("me");
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            ends.add((int) Files.size(file("me")));
            store.commit(List.of(accepted(i, "payload " + i)));
        }
        store.close();
        byte[] bytes = Files.readAllBytes(file("me"));
        int size = ends.get(2) - ends.get(1);
        byte[] changed = bytes.clone();
        System.arraycopy(bytes, ends.get(1), changed, ends.get(2), size);
        System.arraycopy(bytes, ends.get(2), changed, ends.get(1), size);
        Files.write(file("me"), changed);

        assertRefused("the file is damaged");
        assertThat(file("me")).hasBinaryContent(changed);
    }

    @Test
    void aBitOfTheBeginningThatHasChangedIsRefused() throws IOException {
        ChangeStore store = open("me");
        store.commit(List.of(accepted(1, "one")));
        store.close();
        byte[] bytes = Files.readAllBytes(file("me"));

        for (int bit = 0; bit < 8 * 58; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file("me"), bytes);
            assertThatThrownBy(() -> open("me")).as("bit %d", bit).isInstanceOf(SessionStoreException.class);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    /** As after a write that the disk has lost. */
    @Test
    void anEarlierBeginningIsRefusedWhenTheLogHasMoved() throws IOException {
        ChangeStore store = open("me");
        byte[] payload = new byte[100_000];
        byte[] earlier = null;
        for (int i = 1; i <= 15; i++) {
            store.commit(List.of(new SessionChange.Accepted(i, "orders", Publish.of("t", payload, 1, false))));
            earlier = earlier == null ? Files.readAllBytes(file("me")) : earlier;
            // the first one stays, so the log finds no room where it was
            store.commit(i == 1 ? List.of() : List.of(new SessionChange.Settled(i)));
        }
        byte[] bytes = Files.readAllBytes(file("me"));
        System.arraycopy(earlier, 0, bytes, 0, 4096);
        Path other = Files.createTempDirectory(directory, "old");
        Files.write(other.resolve(StoreFile.name("me")), bytes);

        assertThatThrownBy(() -> new FileSessionStore(request(other, "me"), false)).isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("the file is damaged");
    }

    @Test
    void theTimeAMessageHasLainCountsAfterTheLogHasMovedToo() throws IOException {
        Publish message = new Publish("t", new byte[0], 1, false, false, 0,
                Properties.builder().add(Property.MESSAGE_EXPIRY_INTERVAL, 60L).build());
        Contents contents = new Contents();
        contents.apply(new SessionChange.Accepted(1, "orders", message), 1_000_000);
        Path moved = directory.resolve("moved");
        Contents read = new Contents();
        try (FileChannel channel = FileChannel.open(moved, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Frames frames = new Frames(channel, 0, 7, Long.MAX_VALUE);
            contents.writeTo(frames);
            frames.flush();
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(moved))) {
            ChangeFormat.read(Unpooled.wrappedBuffer(Frames.read(in, 7, Files.size(moved)).changes()), read);
        }

        assertThat(read.at(1_045_000).outgoing().get(0).message().properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1))
                .isEqualTo(15);
    }

    @Test
    void whatWasCommittedTwiceIsThereOnce() throws IOException {
        ChangeStore store = open("me");
        List<SessionChange> first = List.of(accepted(1, "one"), new SessionChange.Identified(1, 1, 2));
        List<SessionChange> second = List.of(new SessionChange.Released(1, 3), new SessionChange.Settled(1));
        store.commit(first);
        store.commit(second);
        store.commit(second);

        assertThat(afterCrash().load()).isEqualTo(KeptSession.EMPTY);
    }

    @Test
    void aFileInUseIsRefused() {
        open("me");

        assertThatThrownBy(() -> open("me")).isInstanceOf(SessionStoreException.class).hasMessageContainingAll(
                "channel 'out'", "session-store=file", file("me").toString(), "has the file open", "session-store-path");
    }

    @Test
    void whatIsNoStoreAtAllIsRefusedAndStaysAsItIs() throws IOException {
        byte[] letter = "Dear reader,\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(file("me"), letter);

        assertRefused("no session file of this connector");
        assertThat(file("me")).hasBinaryContent(letter);
    }

    @Test
    void anEmptyFileIsRefusedAndStaysEmpty() throws IOException {
        Files.createFile(file("me"));

        assertRefused("it is empty");
        assertThat(file("me")).isEmptyFile();
    }

    @Test
    void aDirectoryInTheFilesPlaceIsRefused() throws IOException {
        Files.createDirectory(file("me"));

        assertRefused("cannot be used");
        assertThat(file("me")).isEmptyDirectory();
    }

    @Test
    void aJavaObjectInTheStoreOfAnotherProgramIsNotMade() throws IOException {
        try (MVStore foreign = MVStore.open(file("me").toString())) {
            foreign.openMap("mqtt-session").put("format", new Planted());
        }
        byte[] before = Files.readAllBytes(file("me"));

        assertRefused("no session file of this connector");
        assertThat(file("me")).hasBinaryContent(before);
        assertThat(Planted.made).isFalse();
    }

    @Test
    void aJavaObjectInTheFormatOfThisOneIsNotMade() throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Planted());
        }
        open("me").close();
        try (FileChannel channel = FileChannel.open(file("me"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            StoreHead.Mark mark = StoreHead.Mark.read(channel);
            ByteBuffer frame = ByteBuffer.allocate(Frames.HEAD + object.size()).putInt(object.size());
            int headSum = Frames.checksum(mark.chain(), frame.array(), 0, 4);
            int sum = Frames.checksum(headSum, object.toByteArray(), 0, object.size());
            frame.putInt(headSum).putInt(sum).put(object.toByteArray());
            Frames.write(channel, frame.flip(), mark.end());
            new StoreHead.Mark(mark.generation(), mark.start(), mark.end() + frame.limit(), sum).write(channel);
        }

        assertRefused("it holds what is no change of a session");
        assertThat(Planted.made).isFalse();
    }

    /** Its author would like to run code where it is read. */
    private static final class Planted implements Serializable {

        private static final long serialVersionUID = 1;
        private static boolean made;

        private void readObject(ObjectInputStream in) {
            made = true;
        }
    }

    @Test
    void theSessionOfAnotherClientIsRefused() throws IOException {
        open("other").close();
        Files.move(file("other"), file("me"));

        assertRefused("client id 'other'");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        open("me").close();
        byte[] newer = Files.readAllBytes(file("me"));
        newer[11] = 2;
        ByteBuffer.wrap(newer).putInt(12, Frames.checksum(0, newer, 0, 12));
        Files.write(file("me"), newer);

        assertRefused("has format 2");
        assertThat(file("me")).hasBinaryContent(newer);
    }

    @Test
    void aFileThatWasClosedIsTakenAgain() throws IOException {
        ChangeStore store = open("me");
        store.commit(List.of(accepted(1, "one")));
        store.close();

        assertThat(open("me").load().outgoing()).hasSize(1);
    }

    @Test
    void clientIdsThatLookTheSameToAFileSystemHaveFilesOfTheirOwn() {
        assertThat(StoreFile.name("Sensor/1")).startsWith("Sensor_1-").endsWith(".mqtt-session")
                .isNotEqualTo(StoreFile.name("Sensor_1")).isNotEqualTo(StoreFile.name("Sensor:1"));
        assertThat(StoreFile.name("a")).isNotEqualToIgnoringCase(StoreFile.name("A"));
        assertThat(StoreFile.name("../../etc/passwd")).doesNotContain("/").doesNotStartWith(".");
        assertThat(StoreFile.name("x".repeat(300))).hasSizeLessThan(100);
    }

    @Test
    void theFileDoesNotGrowWithWhatHasPassedThroughIt() throws IOException {
        ChangeStore store = open("me");
        byte[] payload = new byte[1024];
        for (int i = 1; i <= 10_000; i++) {
            store.commit(List.of(new SessionChange.Accepted(2 * i, "orders", Publish.of("t", payload, 1, false)),
                    new SessionChange.Identified(2 * i, i, 2 * i + 1)));
            store.commit(List.of(new SessionChange.Settled(2 * i)));
        }

        assertThat(Files.size(file("me"))).as("10 MB have passed through").isLessThan(3 << 20);
        store.close();
        assertThat(Files.size(file("me"))).as("nothing is left").isLessThan(8192);
    }

    @Test
    void aFileThatWasLargeGetsSmallWhileItIsUsed() throws IOException {
        ChangeStore store = open("me");
        byte[] payload = new byte[100_000];
        for (int i = 1; i <= 200; i++) {
            store.commit(List.of(new SessionChange.Accepted(i, "orders", Publish.of("t", payload, 1, false))));
        }
        long peak = Files.size(file("me"));
        assertThat(peak).as("20 MB, and nothing is of the past").isLessThan(21_000_000);
        for (int i = 1; i < 200; i++) {
            store.commit(List.of(new SessionChange.Settled(i)));
        }
        for (int i = 201; i <= 260; i++) {
            store.commit(List.of(new SessionChange.Accepted(i, "orders", Publish.of("t", payload, 1, false))));
            store.commit(List.of(new SessionChange.Settled(i)));
        }

        assertThat(Files.size(file("me"))).isLessThan(peak / 2);
        assertThat(afterCrash().load().outgoing()).extracting(SessionState.Outgoing::sequence).containsExactly(200L);
    }

    /** Of which the place in the file cannot be told from topic and payload. */
    @Test
    void messagesThatAreMostlyPropertiesAreRewrittenSeldom() throws IOException {
        ChangeStore store = open("me");
        Properties properties = Properties.builder()
                .add(Property.USER_PROPERTY, new UserProperty("größe", "ß".repeat(60_000))).build();
        for (int i = 1; i <= 40; i++) {
            store.commit(List.of(new SessionChange.Accepted(i, "orders",
                    new Publish("t", new byte[0], 1, false, false, 0, properties))));
        }
        for (int i = 41; i <= 80; i++) {
            store.commit(List.of(new SessionChange.Settled(i - 40), new SessionChange.Accepted(i, "orders",
                    new Publish("t", new byte[0], 1, false, false, 0, properties))));
        }

        assertThat(afterCrash().load().outgoing()).hasSize(40);
        assertThat(Files.size(file("me"))).isLessThan(5 * 40 * 120_000);
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> open("me")).isInstanceOf(SessionStoreException.class).hasMessageContainingAll(
                "channel 'out'", "session-store=file", file("me").toString(), "Nothing in it was changed", why);
    }

    private ChangeStore open(String clientId) {
        ChangeStore store = new FileSessionStore(request(directory, clientId), false);
        open.add(store);
        return store;
    }

    private static SessionStore.Request request(Path directory, String clientId) {
        return new SessionStore.Request("out", clientId, List.of("localhost:1883"), directory);
    }

    private Path file(String clientId) {
        return directory.resolve(StoreFile.name(clientId));
    }

    /** What another process finds when this one is killed now: all that was written, and nothing that is done at an end. */
    private ChangeStore afterCrash() throws IOException {
        Path other = Files.createTempDirectory(directory, "crash");
        Files.copy(file("me"), other.resolve(StoreFile.name("me")));
        ChangeStore store = new FileSessionStore(request(other, "me"), false);
        open.add(store);
        return store;
    }

    private static SessionChange accepted(long sequence, String payload) {
        return new SessionChange.Accepted(sequence, "orders",
                Publish.of("t", payload.getBytes(StandardCharsets.UTF_8), 2, false));
    }

    private static SessionChange received(int packetId, String payload) {
        return new SessionChange.Received(
                Publish.of("t", payload.getBytes(StandardCharsets.UTF_8), 2, false).as(packetId, false));
    }
}
