package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of MQTT-5.0 §4.7 and §4.8.2 where the specification gives some. */
class TopicFilterTest {

    @ParameterizedTest
    @CsvSource({
            // §4.7.1.2
            "sport/tennis/player1/#, sport/tennis/player1",
            "sport/tennis/player1/#, sport/tennis/player1/ranking",
            "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon",
            "sport/#, sport",
            "sport/#, sport/",
            "#, a", "#, /", "#, a/b/c",
            // §4.7.1.3
            "sport/tennis/+, sport/tennis/player1",
            "sport/tennis/+, sport/tennis/player2",
            "sport/+, sport/",
            "+/+, /finance",
            "/+, /finance",
            "+/tennis/#, sport/tennis",
            "+/tennis/#, /tennis/x",
            "sport/+/player1, sport/tennis/player1",
            "sport/+/player1, sport//player1",
            "+/#, a",
            // §4.7.2
            "$SYS/#, $SYS",
            "$SYS/#, $SYS/monitor/Clients",
            "$SYS/monitor/+, $SYS/monitor/Clients",
            "a/+, a/$b", "a/#, a/$b/c",
            // §4.7.3
            "ACCOUNTS, ACCOUNTS",
            "Accounts payable, Accounts payable",
            "/, /", "//, //", "+//+, a//b", "wärme/+, wärme/küche", "+/😀, a/😀",
    })
    void matches(String filter, String topic) {
        assertThat(TopicFilter.of(filter).matches(topic)).isTrue();
        assertThat(TopicFilter.of("$share/group/" + filter).matches(topic)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "sport/tennis/+, sport/tennis/player1/ranking",
            "sport/+, sport",
            "sport/#, sports",
            "+, /finance",
            "+/, a", "+/b, a", "+/+, a", "a/+/c, a/b", "a/+/#, a",
            "#, $SYS/monitor", "#, $SYS",
            "+/monitor/Clients, $SYS/monitor/Clients",
            "+/#, $SYS/a", "+, $SYS",
            "ACCOUNTS, Accounts",
            "/finance, finance", "finance, finance/",
            "a/+, A/b", "a/b, a/b/c", "+/b, a/bc", "+/bc, a/b",
    })
    void doesNotMatch(String filter, String topic) {
        assertThat(TopicFilter.of(filter).matches(topic)).isFalse();
        assertThat(TopicFilter.of("$share/group/" + filter).matches(topic)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "#", "+", "/", "a", "+/+", "/+", "+/", "a/#", "+/tennis/#", "sport/+/player1", "/#", "$SYS/#",
            "$share", "$shared/x", "$share/g/#", "$share/g/+/a", "$share/g//", "$share/consumer 1/sport/tennis/+" })
    void acceptsWildcardsThatAreWholeLevels(String text) {
        assertThat(TopicFilter.problem(text)).isNull();
        assertThat(TopicFilter.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "sport/tennis#", "sport+", "+a", "a+/b", "a/b#", "##", "++", "#a", "a/#b", "$share/g/a+" })
    void refusesWildcardsThatAreOnlyPartOfALevel(String text) {
        assertThat(TopicFilter.problem(text)).contains("'" + text + "'", "mixes the wildcard", "a wildcard is a whole level");
    }

    @ParameterizedTest
    @ValueSource(strings = { "sport/tennis/#/ranking", "#/", "#/a", "$share/g/#/a" })
    void refusesLevelsAfterTheMultiLevelWildcard(String text) {
        assertThat(TopicFilter.problem(text)).contains("'" + text + "'", "goes on after the wildcard '#'", "use '+'");
    }

    @ParameterizedTest
    @CsvSource({ "$share/, without a group", "$share//a, without a group", "$share/g, without a filter",
            "$share/g/, without a filter", "$share/g+/a, the wildcard '+' in the group",
            "$share/#/a, the wildcard '#' in the group" })
    void refusesASharedSubscriptionWithoutAProperGroupAndFilter(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(text)).withMessageContaining("'" + text + "'")
                .withMessageContaining(reason).withMessageEndingWith("as in '$share/workers/sensors/#'");
    }

    @Test
    void refusesWhatCannotGoOnTheWire() {
        assertThat(TopicFilter.problem(null))
                .isEqualTo("the topic filter is missing (null); give one of at least one character");
        assertThat(TopicFilter.problem("")).isEqualTo("the topic filter is empty; give one of at least one character");
        assertThat(TopicFilter.problem("a/\0")).contains("NUL at index 2");
        assertThat(TopicFilter.problem("a/\uD83D/#")).contains("half a surrogate pair", "at index 2");
        assertThat(TopicFilter.problem("ä".repeat(32_766) + "/#")).isNull();
        assertThat(TopicFilter.problem("ä".repeat(32_766) + "//#")).isNull();
        assertThat(TopicFilter.problem("ä".repeat(32_767) + "/#")).contains("takes 65536 bytes");
    }

    @Test
    void countsTheGroupOfASharedSubscriptionInTheLength() {
        String group = "$share/g/";
        assertThat(TopicFilter.problem(group + "a".repeat(65_535 - group.length()))).isNull();
        assertThat(TopicFilter.problem(group + "a".repeat(65_536 - group.length()))).contains("takes 65536 bytes");
    }

    @Test
    void takesASharedSubscriptionApart() {
        TopicFilter shared = TopicFilter.of("$share/workers/sensors/+/temperature");

        assertThat(shared.isShared()).isTrue();
        assertThat(shared.matchFilter()).isEqualTo("sensors/+/temperature");
        assertThat(shared).hasToString("$share/workers/sensors/+/temperature");
        assertThat(shared.matches("sensors/1/temperature")).isTrue();
        assertThat(shared.matches("$share/workers/sensors/1/temperature")).isFalse();
    }

    @Test
    void isComparedAsItIsWhenItIsNotShared() {
        TopicFilter plain = TopicFilter.of("sensors/#");

        assertThat(plain.isShared()).isFalse();
        assertThat(plain.matchFilter()).isEqualTo("sensors/#");
    }

    @Test
    void isEqualByItsTextOnTheWire() {
        assertThat(TopicFilter.of("a/+")).isEqualTo(TopicFilter.of("a/+")).hasSameHashCodeAs(TopicFilter.of("a/+"));
        assertThat(TopicFilter.of("a/+")).isNotEqualTo(TopicFilter.of("A/+")).isNotEqualTo(TopicFilter.of("$share/g/a/+"));
    }

    @ParameterizedTest
    @CsvSource({ "a, a", "a/b, a/+", "a/#, a", "a/#, a/b/c", "#, a", "+/b, a/+", "+/+, a/#", "a/+/c, +/b/c", "/, +/+", "#, +",
            "$share/g/a/#, a/b", "$SYS/#, $SYS/+" })
    void overlapsWhereSomeTopicMatchesBoth(String one, String other) {
        assertThat(TopicFilter.of(one).overlaps(TopicFilter.of(other))).isTrue();
        assertThat(TopicFilter.of(other).overlaps(TopicFilter.of(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "a, b", "a, ab", "ab, a", "a, a/b", "a/+, a", "a/b, a/c", "+, a/b", "a/+/c, a/b/d", "#, $SYS/a", "+/a, $SYS/a",
            "a/b/#, a/c", "a, a/", "$share/g/a, b" })
    void doesNotOverlapWhereNoTopicMatchesBoth(String one, String other) {
        assertThat(TopicFilter.of(one).overlaps(TopicFilter.of(other))).isFalse();
        assertThat(TopicFilter.of(other).overlaps(TopicFilter.of(one))).isFalse();
    }
}
