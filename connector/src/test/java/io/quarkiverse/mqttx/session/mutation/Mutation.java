package io.quarkiverse.mqttx.session.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of the session that is broken on purpose: pieces of one source file with what takes their place.
 *
 * @param rule what the session does no longer, in words
 * @param source the class of the session, by its simple name
 * @param edits each found exactly once
 */
record Mutation(String rule, String source, List<Edit> edits) {

    private static final Path SOURCES = Path.of("src/main/java/io/quarkiverse/mqttx/session");

    /** White space counts as it stands in the source. */
    record Edit(String before, String after) {
    }

    Mutation(String rule, String source, String before, String after) {
        this(rule, source, List.of(new Edit(before, after)));
    }

    /** The same with one more piece. */
    Mutation and(String before, String after) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(before, after));
        return new Mutation(rule, source, more);
    }

    /** The class as it is. */
    String readSource() throws IOException {
        return Files.readString(SOURCES.resolve(source + ".java"));
    }

    /** @throws IllegalStateException when the source has changed, and the mutation must be brought up to date */
    String applyTo(String text) {
        String mutated = text;
        for (Edit edit : edits) {
            int at = mutated.indexOf(edit.before);
            if (at < 0 || mutated.indexOf(edit.before, at + 1) >= 0) {
                throw new IllegalStateException("The mutation '" + rule + "' wants to replace this in " + source
                        + ".java, and finds it " + (at < 0 ? "nowhere" : "more than once") + ":\n" + edit.before);
            }
            mutated = mutated.substring(0, at) + edit.after + mutated.substring(at + edit.before.length());
        }
        return mutated;
    }
}
