package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who copies the first example of a page with its dependencies has an application that can be built. */
class SnippetDependenciesTest {

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

    @ParameterizedTest
    @ValueSource(strings = { Snippet.README, Snippet.GUIDE })
    void theyNameWhatTheFirstExampleNeeds(String page) {
        List<String> artifacts = ARTIFACT.matcher(Snippet.of(page, "xml").get(0).text()).results()
                .map((MatchResult match) -> match.group(1)).toList();

        assertThat(artifacts).contains("quarkus-messaging-mqtt-x");
        // A record is JSON, for which the build wants a library
        assertThat(Snippet.of(page, "java").get(0).text()).contains("record ");
        assertThat(artifacts).containsAnyOf("quarkus-jackson", "quarkus-jsonb");
    }

    @ParameterizedTest
    @ValueSource(strings = { Snippet.README, Snippet.GUIDE })
    void aBrokerForProductionDoesNotSwitchOffTheOneForDevelopment(String page) {
        assertThat(Snippet.of(page, "properties").get(0).text().lines().filter(line -> line.contains(".host=")))
                .isNotEmpty().allMatch(line -> line.startsWith("%prod."));
    }
}
