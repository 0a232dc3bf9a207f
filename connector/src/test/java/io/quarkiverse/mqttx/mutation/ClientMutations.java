package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of {@code client}. */
final class ClientMutations {

    private ClientMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                // WriteAhead
                new Mutation("What is held back goes out only after the commit", "client.WriteAhead",
                        "        committing = true;\n        underWay = batch;",
                        "        committing = true;\n        underWay = batch;\n        release(held.size());")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A packet waits for the commit that is under way", "client.WriteAhead",
                        "return committing || !changes.isEmpty();",
                        "return !changes.isEmpty();")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A packet waits for the change of its own turn", "client.WriteAhead",
                        "return committing || !changes.isEmpty();",
                        "return committing;")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Of the packets that wait, those for the next commit wait on", "client.WriteAhead",
                        "release(changes.isEmpty() ? held.size() : releasable);",
                        "release(held.size());")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A commit lets the packets go that waited for nothing else", "client.WriteAhead",
                        "release(changes.isEmpty() ? held.size() : releasable);",
                        "release(changes.isEmpty() ? held.size() : 0);")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("One commit at a time", "client.WriteAhead",
                        "if (!committing && problem == null && !changes",
                        "if (problem == null && !changes")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("After a commit that has failed nothing goes out", "client.WriteAhead",
                        "        Held next;\n        while",
                        "        release(held.size());\n        Held next;\n        while")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("What a commit could not write is in the next one", "client.WriteAhead",
                        "        batch.addAll(changes);\n        changes = batch;",
                        "        batch.clear();")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A sender is told that its message is stored after the commit", "client.WriteAhead",
                        "if (changes.isEmpty() && !committing) {",
                        "if (!committing) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Only what is durable is said to be kept at the end", "client.WriteAhead",
                        "return sequence -> sequence < first;",
                        "return sequence -> true;")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("What is left is committed at the end", "client.WriteAhead",
                        "if (!last.isEmpty()) {",
                        "if (false) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("The network connection is closed behind the packets that wait", "client.WriteAhead",
                        "if (holds() && problem == null) {",
                        "if (false) {")
                        .foundBy("client.WriteAheadTest"),
                // SharedSubscriptions
                new Mutation("Of two users of a filter the higher QoS counts", "client.SharedSubscriptions",
                        "Math.max(merged.qos(), wanted.qos())",
                        "wanted.qos()")
                        .foundBy("client.SharedSubscriptionsTest"),
                new Mutation("What a user of a filter wants no longer does not count", "client.SharedSubscriptions",
                        "        shared.leave(listener);\n",
                        "")
                        .foundBy("client.SharedSubscriptionsTest"),
                new Mutation("A subscription ends with its last user only", "client.SharedSubscriptions",
                        " || !shared.users.isEmpty()",
                        "")
                        .foundBy("client.SharedSubscriptionsTest"));
    }
}
