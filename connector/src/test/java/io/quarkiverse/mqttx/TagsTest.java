package io.quarkiverse.mqttx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What {@code -Dquick} leaves out is tagged, see CONTRIBUTING.md. */
class TagsTest {

    private static final Path SOURCES = Path.of("src", "test", "java");
    private static final Pattern BROKER = Pattern
            .compile("\\b(\\w+Broker|Brokers|BrokersAndVersions)( broker| \\w+ =|\\.class)");
    private static final Pattern FIXTURE = Pattern.compile("class \\w+Test extends (\\w+)");
    private static final String TAG = "@Tag(\"broker\")";

    @Test
    void aTestThatTalksToABrokerSaysSo() throws IOException {
        List<Path> untagged = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                String source = Files.readString(file);
                if (BROKER.matcher(source).find() && !source.contains(TAG) && !fixture(file, source).contains(TAG)) {
                    untagged.add(file);
                }
            }
        }
        assertThat(untagged).as("tests without %s", TAG).isEmpty();
    }

    /** What the test extends, which has the tag for all that do. */
    private static String fixture(Path test, String source) throws IOException {
        Matcher matcher = FIXTURE.matcher(source);
        Path fixture = matcher.find() ? test.resolveSibling(matcher.group(1) + ".java") : test;
        return Files.exists(fixture) ? Files.readString(fixture) : "";
    }
}
