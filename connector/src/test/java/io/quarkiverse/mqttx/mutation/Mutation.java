package io.quarkiverse.mqttx.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that is broken on purpose: pieces of one source file with what takes their place.
 *
 * @param rule what the class does no longer, in words
 * @param source the class, by its name below {@code io.quarkiverse.mqttx}, as {@code client.WriteAhead}
 * @param edits each found exactly once
 * @param tests those that must find it, named in the same way, as {@code client.WriteAheadTest} or
 *        {@code client.WriteAheadTest#method}; empty where the simulation must
 */
record Mutation(String rule, String source, List<Edit> edits, List<String> tests) {

    static final String OURS = "io.quarkiverse.mqttx.";

    private static final Path SOURCES = Path.of("src/main/java/io/quarkiverse/mqttx");

    /** White space counts as it stands in the source. */
    record Edit(String before, String after) {
    }

    Mutation(String rule, String source, String before, String after) {
        this(rule, source, List.of(new Edit(before, after)), List.of());
    }

    /** The same with one more piece. */
    Mutation and(String before, String after) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(before, after));
        return new Mutation(rule, source, more, tests);
    }

    Mutation foundBy(String... tests) {
        return new Mutation(rule, source, edits, List.of(tests));
    }

    String className() {
        return OURS + source;
    }

    /** By its simple name. */
    String name() {
        return source.substring(source.lastIndexOf('.') + 1);
    }

    /** The text of the class with the rule broken. */
    String mutatedSource() throws IOException {
        return applyTo(Files.readString(SOURCES.resolve(source.replace('.', '/') + ".java")));
    }

    /** @throws IllegalStateException when the source has changed, and the mutation must be brought up to date */
    private String applyTo(String text) {
        String mutated = text;
        for (Edit edit : edits) {
            int at = mutated.indexOf(edit.before);
            if (at < 0 || mutated.indexOf(edit.before, at + 1) >= 0) {
                throw new IllegalStateException("The mutation '" + rule + "' wants to replace this in " + source
                        + ", and finds it " + (at < 0 ? "nowhere" : "more than once") + ":\n" + edit.before);
            }
            mutated = mutated.substring(0, at) + edit.after + mutated.substring(at + edit.before.length());
        }
        return mutated;
    }
}
