package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNameTest {

    @ParameterizedTest
    @ValueSource(strings = { "a", "/", "//", "/finance", "sport/tennis/player1", "ACCOUNTS", "Accounts payable", "$SYS/monitor",
            "$share/group/a", " ", "wärme/küche", "温度/台所", "sensor/😀", "line\nbreak", "\uFEFFbom" })
    void acceptsEveryTextOfAtLeastOneCharacterWithoutWildcards(String text) {
        assertThat(TopicName.problem(text)).isNull();
        assertThat(new TopicName(text).text()).isEqualTo(text);
    }

    @Test
    void tellsNamesApartByCaseSpacesAndEmptyLevels() {
        assertThat(new TopicName("ACCOUNTS")).isNotEqualTo(new TopicName("Accounts"));
        assertThat(new TopicName("/finance")).isNotEqualTo(new TopicName("finance"));
        assertThat(new TopicName("finance/")).isNotEqualTo(new TopicName("finance"));
        assertThat(new TopicName("\uFEFFa")).isNotEqualTo(new TopicName("a"));
    }

    @Test
    void refusesNoTopicAtAll() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicName(null))
                .withMessage("the topic name is missing (null); give one of at least one character");
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicName(""))
                .withMessage("the topic name is empty; give one of at least one character");
    }

    @Test
    void refusesWildcardsAndSaysWhereTheyBelong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicName("sport/+/player1"))
                .withMessage("the topic name 'sport/+/player1' contains the wildcard '+', which only a subscription may; "
                        + "name the one topic to publish to");
        assertThat(TopicName.problem("#")).contains("'#' contains the wildcard '#'");
        assertThat(TopicName.problem("a+b")).contains("'a+b' contains the wildcard '+'");
    }

    @Test
    void refusesNulAndShowsItReadably() {
        assertThat(TopicName.problem("ab\0c"))
                .isEqualTo("the topic name 'ab\\u0000c' contains the character NUL at index 2; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = { "x\uD83D", "x\uDE00", "x\uDE00\uD83D", "x\uD83Dy", "x\uD83D\uD83D\uDE00" })
    void refusesHalfASurrogatePair(String text) {
        assertThat(TopicName.problem(text)).contains("half a surrogate pair", "at index 1", "remove it", "'x\\u");
    }

    @Test
    void measuresTheLengthInBytesOfUtf8() {
        assertThat(TopicName.problem("a".repeat(65_535))).isNull();
        assertThat(TopicName.problem("a".repeat(65_536))).contains("takes 65536 bytes in UTF-8; shorten it to at most 65535");
        // 2 bytes each
        assertThat(TopicName.problem("ä".repeat(32_767) + "a")).isNull();
        assertThat(TopicName.problem("ä".repeat(32_768))).contains("takes 65536 bytes");
        // 3 bytes each
        assertThat(TopicName.problem("温".repeat(21_845))).isNull();
        assertThat(TopicName.problem("温".repeat(21_845) + "a")).contains("takes 65536 bytes");
        // 4 bytes a pair
        assertThat(TopicName.problem("😀".repeat(16_383) + "abc")).isNull();
        assertThat(TopicName.problem("😀".repeat(16_384))).contains("takes 65536 bytes");
    }

    @Test
    void keepsItsMessageShortForALongName() {
        assertThat(TopicName.problem("a".repeat(70_000))).contains("aaa…' (70000 characters)").hasSizeLessThan(250);
    }
}
