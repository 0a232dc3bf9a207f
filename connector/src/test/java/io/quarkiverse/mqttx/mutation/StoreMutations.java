package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of {@code connector.store}. */
final class StoreMutations {

    private StoreMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                new Mutation("The mark moves with each commit", "connector.store.SessionLog",
                        "        attempted.write(channel);\n",
                        "")
                        .foundBy("connector.store.DamagedSessionFileTest"),
                new Mutation("The mark moves when the changes are on the disk", "connector.store.SessionLog",
                        "        frames.flush();\n        sync();\n",
                        "        frames.flush();\n")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("All that the mark promises must be there", "connector.store.SessionLog",
                        "if (!mark.equals(written)) {",
                        "if (false) {")
                        .foundBy("connector.store.FileSessionStoreTest", "connector.store.DamagedSessionFileTest"),
                new Mutation("Whole changes behind the mark count", "connector.store.SessionLog",
                        "        mark = follow(in, mark, size);\n",
                        "")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("A failed commit is taken back", "connector.store.SessionLog",
                        "            undo();\n            throw e;",
                        "            throw e;")
                        .foundBy("connector.store.FileSessionStoreTest#whatCouldNotBeCommittedIsNotFoundLater"),
                new Mutation("The mark is put back before the next commit", "connector.store.SessionLog",
                        "        mark.write(channel);\n        written = mark;\n",
                        "        written = mark;\n")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("What is rewritten leaves the log alone until the mark has moved", "connector.store.SessionLog",
                        "rewrite(next, mark.start());",
                        "rewrite(next, Long.MAX_VALUE);")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("The place of the old log is free when the disk has the new mark", "connector.store.SessionLog",
                        "        sync();\n        Frames.write(",
                        "        Frames.write(")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("An old mark that comes back finds nothing", "connector.store.SessionLog",
                        "        Frames.write(channel, ByteBuffer.allocate(Frames.HEAD), old.start());\n",
                        "")
                        .foundBy("connector.store.FileSessionStoreTest#anEarlierBeginningIsRefusedWhenTheLogHasMoved"),
                new Mutation("A log that is mostly of the past is rewritten", "connector.store.SessionLog",
                        "                rewrite();\n            } catch",
                        "                sync();\n            } catch")
                        .foundBy("connector.store.FileSessionStoreTest#theFileDoesNotGrowWithWhatHasPassedThroughIt"),
                new Mutation("A file that nothing was committed to stays as it is", "connector.store.SessionLog",
                        "if (changed && !failed",
                        "if (!failed")
                        .foundBy("connector.store.DamagedSessionFileTest"),
                new Mutation("Changes have the checksum that was written", "connector.store.Frames",
                        "return sum == head.getInt(8) ? new Frame(changes, sum) : null;",
                        "return new Frame(changes, head.getInt(8));")
                        .foundBy("connector.store.DamagedSessionFileTest"),
                new Mutation("A released message is so after the log was rewritten", "connector.store.Contents",
                        "if (message.packet() == null) {\n                frames",
                        "if (false) {\n                frames")
                        .foundBy("connector.store.PowerFailureTest"),
                new Mutation("A rewritten message keeps the time when it was accepted", "connector.store.Contents",
                        "message.packet()), message.acceptedMillis());",
                        "message.packet()), 0);")
                        .foundBy("connector.store.FileSessionStoreTest#theTimeAMessageHasLainCountsAfterTheLogHasMovedToo"),
                new Mutation("A file is for one process", "connector.store.StoreFile",
                        "if (channel.tryLock() == null) {",
                        "if (channel.size() < 0) {")
                        .foundBy("connector.store.KilledProcessTest"),
                new Mutation("A file is opened once in a process", "connector.store.StoreFile",
                        "if (!OPEN.add(name)) {",
                        "if (!OPEN.add(name) && false) {")
                        .foundBy("connector.store.KilledProcessTest"),
                new Mutation("A file is for one client", "connector.store.StoreHead",
                        "if (!found.equals(file.clientId())) {",
                        "if (false) {")
                        .foundBy("connector.store.FileSessionStoreTest#theSessionOfAnotherClientIsRefused"),
                new Mutation("A mark is as it was written", "connector.store.StoreHead",
                        "return sum == bytes.getInt() ? mark : null;",
                        "return mark;")
                        .foundBy("connector.store.FileSessionStoreTest#aBitOfTheBeginningThatHasChangedIsRefused"),
                new Mutation("A commit that fails part-way leaves no message without its steps",
                        "connector.store.EntrySessionStore",
                        "            remove(entries, EntryFormat.ACCEPTED + settled.sequence());\n"
                                + "            remove(entries, EntryFormat.IDENTIFIED + settled.sequence());\n",
                        "            remove(entries, EntryFormat.IDENTIFIED + settled.sequence());\n"
                                + "            remove(entries, EntryFormat.ACCEPTED + settled.sequence());\n")
                        .foundBy("connector.store.EntrySessionStoreTest"),
                new Mutation("What is left of an earlier message goes before a new one comes",
                        "connector.store.EntrySessionStore",
                        "            removeLeftovers();\n",
                        "")
                        .foundBy(
                                "connector.store.EntrySessionStoreTest#whatADyingProcessHasLeftOfAMessageIsNotTakenForThatOfANewOne"),
                new Mutation("The last change of an entry counts, in its place", "connector.store.EntrySessionStore",
                        "        entries.remove(change.key());\n",
                        "")
                        .foundBy(
                                "connector.store.EntrySessionStoreTest#aMessageThatIsOverGoesBeforeItsStepsWhateverElseIsInTheCommit"),
                new Mutation("An entry is for one client", "connector.store.EntryFormat",
                        "owner = Frames.checksum(VERSION, bytes, 0, bytes.length);",
                        "owner = VERSION;")
                        .foundBy("connector.store.EntrySessionStoreTest#anEntryThatIsNotAsItWasPutIsRefused"),
                new Mutation("An entry is what was put", "connector.store.EntryFormat",
                        "if (in.readInt() != checksum(key, value)) {",
                        "if (in.readInt() == 0) {")
                        .foundBy("connector.store.EntrySessionStoreTest#aByteThatHasChangedIsAlwaysFound"));
    }
}
