package io.quarkiverse.mqttx.deployment.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example in the documentation: a fenced block of a page.
 *
 * @param page path below the root of the project
 * @param number counts the blocks of its language on the page
 * @param language as in the fence
 */
record Snippet(String page, int number, String language, String text) {

    static final String README = "README.md";
    static final String GUIDE = "docs/guide.md";
    static final String CONNECTION = "docs/connection.md";
    static final String TESTING = "docs/testing.md";
    static final String TOPICS = "docs/topics.md";

    /** All whose examples are compiled and read. */
    private static final List<String> PAGES = List.of(README, GUIDE, CONNECTION, "docs/request-reply.md",
            "docs/protocol.md", "docs/client.md", "docs/events.md", "docs/payloads.md", "docs/processing.md",
            "docs/shutdown.md", "docs/failures.md", "docs/session-store.md", "docs/send-queue.md", TESTING, TOPICS);

    private static final Pattern FENCED = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);
    private static final Pattern IDENTIFIER = Pattern.compile("@Identifier\\(\"([^\"]+)\"\\)");

    static List<Snippet> of(String page, String language) {
        List<Snippet> snippets = new ArrayList<>();
        Matcher block = FENCED.matcher(read(page));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                snippets.add(new Snippet(page, snippets.size() + 1, language, block.group(2)));
            }
        }
        return snippets;
    }

    static Stream<Snippet> ofAllPages(String language) {
        return PAGES.stream().flatMap(page -> of(page, language).stream());
    }

    /** The name of the class that a Java example is. */
    Optional<String> type() {
        return TYPE.matcher(text).results().map(match -> match.group(1)).findFirst();
    }

    /** The names under which a Java example offers beans. */
    List<String> identifiers() {
        return IDENTIFIER.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Override
    public String toString() {
        return page + ", " + language + " example " + number;
    }

    private static String read(String page) {
        try {
            return Files.readString(Path.of("..", page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
