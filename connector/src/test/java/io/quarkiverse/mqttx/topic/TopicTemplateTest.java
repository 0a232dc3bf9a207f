package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {

    private static final TopicTemplate TEMPERATURE = TopicTemplate.of("plant/{line}/+/temperature");
    private static final TopicTemplate LOG = TopicTemplate.of("logs/{host}/{path#}");

    @ParameterizedTest
    @CsvSource({
            "plant/{line}/+/temperature, plant/+/+/temperature",
            "{line}, +",
            "/{line}/, /+/",
            "{all#}, #",
            "logs/{host}/{path#}, logs/+/#",
            "plant/{line}/#, plant/+/#",
            "$share/group/plant/{line}, $share/group/plant/+",
            "$SYS/{name}, $SYS/+",
            "{Linie-2}/{_x}/{straße}, +/+/+",
            "a/{{b}}/c, a/{b}/c",
            "a{{b/{c}/}}, a{b/+/}",
            "a/{b}/{{c}}/{{{{, a/+/{c}/{{" })
    void isSubscribedToWithWildcards(String template, String filter) {
        assertThat(TopicTemplate.problemOfSubscribing(template)).isNull();
        assertThat(TopicTemplate.of(template).filter()).isEqualTo(TopicFilter.of(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "a/+/b/#", "$share/g/a/+", "/", " a b ", "$SYS/a" })
    void isWhatItSaysWithoutBraces(String text) {
        TopicTemplate template = TopicTemplate.of(text);
        assertThat(template.hasVariables()).isFalse();
        assertThat(template.filter().text()).isEqualTo(text);
        assertThat(template.values(text)).isEmpty();
    }

    @Test
    void knowsItsNames() {
        assertThat(LOG.names()).containsExactly("host", "path");
        assertThat(LOG.hasVariables()).isTrue();
        assertThat(LOG).hasToString("logs/{host}/{path#}");
    }

    @Test
    void tellsWhatTheNamesStandForInATopic() {
        assertThat(TEMPERATURE.value("line", "plant/7/oven/temperature")).isEqualTo("7");
        assertThat(LOG.values("logs/web-1/var/log/messages"))
                .containsExactly(entry("host", "web-1"), entry("path", "var/log/messages"));
        assertThat(TopicTemplate.of("{all#}").value("all", "a/b")).isEqualTo("a/b");
        assertThat(TopicTemplate.of("$share/group/plant/{line}/{cell}").values("plant/7/oven"))
                .containsExactly(entry("line", "7"), entry("cell", "oven"));
        assertThat(TopicTemplate.of("{{a}}/{line}").value("line", "{a}/7")).isEqualTo("7");
    }

    @Test
    void tellsNothingOfANameThatItDoesNotHave() {
        assertThat(TEMPERATURE.value("cell", "plant/7/oven/temperature")).isNull();
    }

    @Test
    void takesEmptyLevelsAsTheyAre() {
        assertThat(TEMPERATURE.value("line", "plant///temperature")).isEmpty();
        assertThat(LOG.values("logs//")).containsExactly(entry("host", ""), entry("path", ""));
    }

    @Test
    void hasNoValueForTheRestOfATopicThatEndsBeforeIt() {
        assertThat(LOG.filter().matches("logs/web-1")).isTrue();
        assertThat(LOG.value("path", "logs/web-1")).isNull();
        assertThat(LOG.values("logs/web-1")).containsExactly(entry("host", "web-1"));
    }

    @Test
    void makesATopicOfValues() {
        assertThat(TopicTemplate.of("plant/{line}/{cell}/setpoint").fill(Map.of("line", "7", "cell", "oven")::get))
                .isEqualTo("plant/7/oven/setpoint");
        assertThat(LOG.fill(Map.of("host", "web-1", "path", "var//log/")::get)).isEqualTo("logs/web-1/var//log/");
        assertThat(TopicTemplate.of("{{a}}/{b}/{{c").fill(name -> "$ä😀")).isEqualTo("{a}/$ä😀/{c");
        assertThat(TopicTemplate.of("fixed/{{a}}").fill(name -> null)).isEqualTo("fixed/{a}");
    }

    @Test
    void refusesValuesThatAreNoLevel() {
        TopicTemplate template = TopicTemplate.of("plant/{line}/{path#}");
        String where = " in the topic 'plant/{line}/{path#}' ";
        assertRefused(template, null, "a", "the value of {line}" + where
                + "is missing (null); give one of at least one character");
        assertRefused(template, "", "a", "the value of {line}" + where + "is empty; give one of at least one character");
        assertRefused(template, "a", "", "the value of {path#}" + where + "is empty; give one of at least one character");
        assertRefused(template, "a/b", "a", "the value 'a/b' of {line}" + where
                + "contains '/' at index 1, which would make several levels of it; only a variable at the end, {line#}, takes"
                + " these");
        assertRefused(template, "+", "a", "the value '+' of {line}" + where
                + "contains '+' at index 0, which is a wildcard; replace it");
        assertRefused(template, "a", "b/#", "the value 'b/#' of {path#}" + where
                + "contains '#' at index 2, which is a wildcard; replace it");
        assertRefused(template, "a\0", "b", "the value 'a\\u0000' of {line}" + where
                + "contains the character NUL at index 1; remove it");
    }

    private static void assertRefused(TopicTemplate template, String line, String path, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> template.fill(name -> name.equals("line") ? line : path))
                .withMessage(message);
    }

    @Test
    void makesNoTopicWhereAWildcardHasNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> TEMPERATURE.fill(name -> "7"))
                .withMessage("the topic 'plant/{line}/+/temperature' has a wildcard, for which there is no value; give it a"
                        + " name, as in {level}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a/{b         | opens a brace at index 2 that is not closed; for a brace in the topic itself write {{ or }}
            a/b}         | closes a brace at index 3 that is not open; for a brace in the topic itself write {{ or }}
            {{a}         | closes a brace at index 3 that is not open; for a brace in the topic itself write {{ or }}
            a/{}         | has the variable '{}', and its name is not one; use letters, digits, '_' and '-', with a letter or \
            '_' at the beginning; for a brace in the topic itself write {{ or }}
            a/{#}        | has the variable '{#}', and its name is not one; use letters, digits, '_' and '-', with a letter or \
            '_' at the beginning; for a brace in the topic itself write {{ or }}
            {1}          | has the variable '{1}', and its name is not one; use letters, digits, '_' and '-', with a letter or \
            '_' at the beginning; for a brace in the topic itself write {{ or }}
            {a b}        | has the variable '{a b}', and its name is not one; use letters, digits, '_' and '-', with a letter \
            or '_' at the beginning; for a brace in the topic itself write {{ or }}
            a-{b}        | mixes the variable {b} with other characters; a variable is a whole level, as in 'sensors/{b}'; for \
            a brace in the topic itself write {{ or }}
            {b}c/d       | mixes the variable {b} with other characters; a variable is a whole level, as in 'sensors/{b}'; for \
            a brace in the topic itself write {{ or }}
            {a}{b}       | mixes the variable {a} with other characters; a variable is a whole level, as in 'sensors/{a}'; for \
            a brace in the topic itself write {{ or }}
            {a#}/b       | goes on after the variable {a#}, which takes all the rest; use {a} for one level
            {a}/b/{a}    | has the variable {a} twice; give each a name of its own
            {a}/b/{a#}   | has the variable {a} twice; give each a name of its own
            $share/{g}/a | has the variable {g} in the group of its shared subscription, which is one for all; write the \
            group's name, as in '$share/workers/sensors/{sensor}'
            """)
    void refusesWhatIsNoTemplateAndSaysWhy(String text, String problem) {
        String message = "the topic '" + text + "' " + problem;
        assertThat(TopicTemplate.problem(text)).isEqualTo(message);
        assertThat(TopicTemplate.problemOfSubscribing(text)).isEqualTo(message);
        assertThat(TopicTemplate.problemOfPublishing(text)).isEqualTo(message);
        assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.of(text)).withMessage(message);
    }

    @Test
    void refusesNoTextAtAll() {
        assertThat(TopicTemplate.problem(null)).isEqualTo("the topic is missing (null); give one of at least one character");
        assertThat(TopicTemplate.problemOfSubscribing("")).isEqualTo(TopicFilter.problem(""));
        assertThat(TopicTemplate.problemOfPublishing("")).isEqualTo(TopicName.problem(""));
    }

    @Test
    void isNotSubscribedToWhereItsFilterIsNone() {
        assertThat(TopicTemplate.problemOfSubscribing("a/#/{b}")).isEqualTo(TopicFilter.problem("a/#/+"));
        assertThat(TopicTemplate.problemOfSubscribing("a/{{b}}+")).isEqualTo(TopicFilter.problem("a/{b}+"));
        assertThat(TopicTemplate.problemOfSubscribing("$share/group/")).isEqualTo(TopicFilter.problem("$share/group/"));
    }

    @Test
    void isNotPublishedToWhereThereAreWildcards() {
        assertThat(TopicTemplate.problemOfPublishing("plant/{line}/{path#}")).isNull();
        assertThat(TopicTemplate.problemOfPublishing("{line}")).isNull();
        assertThat(TopicTemplate.problemOfPublishing("plant/+/{line}")).contains("the wildcard '+'");
        assertThat(TopicTemplate.problemOfPublishing("plant/{line}/#")).contains("the wildcard '#'");
        assertThat(TopicTemplate.problemOfPublishing("a/+")).isEqualTo(TopicName.problem("a/+"));
    }
}
