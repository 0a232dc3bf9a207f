package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class TopicTreeTest {

    private final TopicTree<String> tree = new TopicTree<>();

    @Test
    void routesATopicToAllWhoseFilterMatches() {
        add("sport/tennis/player1", "exact");
        add("sport/+/player1", "level");
        add("sport/#", "below");
        add("#", "all");
        add("sport/tennis/player2", "other");
        add("sport/tennis", "parent");

        assertThat(tree.match("sport/tennis/player1")).containsExactlyInAnyOrder("exact", "level", "below", "all");
        assertThat(tree.match("sport")).containsExactlyInAnyOrder("below", "all");
        assertThat(tree.match("weather")).containsExactly("all");
    }

    @Test
    void findsNobodyInAnEmptyTree() {
        assertThat(tree.match("a")).isEmpty();
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void namesASubscriberOnceEvenWhenSeveralOfItsFiltersMatch() {
        add("a/b", "one");
        add("a/+", "one");
        add("a/#", "one");
        add("+/b", "two");

        assertThat(tree.match("a/b")).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void keepsTopicsThatBeginWithDollarFromLeadingWildcards() {
        add("#", "all");
        add("+/monitor", "level");
        add("$SYS/#", "system");
        add("$SYS/+", "system level");

        assertThat(tree.match("$SYS/monitor")).containsExactlyInAnyOrder("system", "system level");
        assertThat(tree.match("a/monitor")).containsExactlyInAnyOrder("all", "level");
    }

    @Test
    void treatsAnEmptyLevelAsALevel() {
        add("/finance", "absolute");
        add("finance", "relative");
        add("+/finance", "any");
        add("finance/", "trailing");

        assertThat(tree.match("/finance")).containsExactlyInAnyOrder("absolute", "any");
        assertThat(tree.match("finance")).containsExactly("relative");
        assertThat(tree.match("finance/")).containsExactly("trailing");
        assertThat(tree.match("//finance")).isEmpty();
    }

    @Test
    void routesASharedSubscriptionByItsFilterAlone() {
        add("$share/workers/jobs/+", "worker");

        assertThat(tree.match("jobs/1")).containsExactly("worker");
        assertThat(tree.match("$share/workers/jobs/1")).isEmpty();
    }

    @Test
    void keepsASubscriptionWhenItsSharedTwinEnds() {
        add("jobs/+", "worker");
        add("$share/workers/jobs/+", "worker");

        assertThat(tree.remove(TopicFilter.of("$share/workers/jobs/+"), "worker")).isTrue();
        assertThat(tree.match("jobs/1")).containsExactly("worker");
        assertThat(tree.remove(TopicFilter.of("jobs/+"), "worker")).isTrue();
        assertThat(tree.match("jobs/1")).isEmpty();
    }

    @Test
    void addsTheSameSubscriptionOnce() {
        assertThat(tree.add(TopicFilter.of("a"), "one")).isTrue();
        assertThat(tree.add(TopicFilter.of("a"), "one")).isFalse();
        assertThat(tree.remove(TopicFilter.of("a"), "one")).isTrue();

        assertThat(tree.match("a")).isEmpty();
    }

    @Test
    void sendsNothingMoreToAFilterThatWasRemoved() {
        add("a/#", "one");
        add("a/b", "one");
        assertThat(tree.match("a/b")).containsExactly("one");
        assertThat(tree.match("a/c")).containsExactly("one");

        assertThat(tree.remove(TopicFilter.of("a/#"), "one")).isTrue();

        assertThat(tree.match("a/b")).containsExactly("one");
        assertThat(tree.match("a/c")).isEmpty();
    }

    @Test
    void removesAllFiltersOfASubscriberAtOnce() {
        add("a/#", "one");
        add("b/+/c", "one");
        add("b/+/c", "two");
        assertThat(tree.match("a/b")).containsExactly("one");

        assertThat(tree.remove("one")).isTrue();

        assertThat(tree.match("a/b")).isEmpty();
        assertThat(tree.match("b/x/c")).containsExactly("two");
        assertThat(tree.remove("one")).isFalse();
    }

    @Test
    void removesNothingThatIsNotThere() {
        add("a/b", "one");

        assertThat(tree.remove(TopicFilter.of("a/b"), "two")).isFalse();
        assertThat(tree.remove(TopicFilter.of("a"), "one")).isFalse();
        assertThat(tree.remove("two")).isFalse();
        assertThat(tree.match("a/b")).containsExactly("one");
    }

    @Test
    void keepsNothingOfSubscribersThatLeft() {
        for (int i = 0; i < 1_000; i++) {
            add("sensors/" + i + "/+/#", "one");
            add("sensors/" + i + "/temperature", "two");
        }
        assertThat(tree.match("sensors/999/temperature")).containsExactlyInAnyOrder("one", "two");

        tree.remove("one");
        assertThat(tree.isEmpty()).isFalse();
        for (int i = 0; i < 1_000; i++) {
            tree.remove(TopicFilter.of("sensors/" + i + "/temperature"), "two");
        }
        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void handsOutAListThatLaterChangesDoNotTouch() {
        add("a", "one");
        add("a", "two");
        List<String> before = tree.match("a");

        tree.remove("one");

        assertThat(before).containsExactlyInAnyOrder("one", "two");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> before.add("three"));
    }

    @Test
    void answersATopicSeenBeforeWithTheSameList() {
        add("a/+", "one");

        assertThat(tree.match("a/b")).isSameAs(tree.match("a/b"));
    }

    @Test
    void seesASubscriberThatCameAfterTheTopicWasSeen() {
        assertThat(tree.match("a/b")).isEmpty();

        add("a/+", "one");

        assertThat(tree.match("a/b")).containsExactly("one");
    }

    @Test
    void routesMoreTopicsThanItRemembers() {
        add("device/+/state", "all");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3_000; i++) {
                assertThat(tree.match("device/" + i + "/state")).containsExactly("all");
            }
        }
    }

    @Test
    void remembersMostOfTheTopicsThatHaveAFilterEach() {
        int filters = 10_000;
        for (int i = 0; i < filters; i++) {
            add("device/" + i + "/state", "device " + i);
        }
        List<List<String>> first = IntStream.range(0, filters).mapToObj(i -> tree.match("device/" + i + "/state")).toList();

        long remembered = IntStream.range(0, filters)
                .filter(i -> tree.match("device/" + i + "/state") == first.get(i)).count();

        assertThat(first).element(7).isEqualTo(List.of("device 7"));
        assertThat(remembered).isGreaterThan(filters / 4 * 3);
    }

    @Test
    void doesNotRememberVeryLongTopics() {
        String topic = "a".repeat(TopicCache.MAX_LENGTH);
        add("#", "one");

        assertThat(tree.match(topic)).isSameAs(tree.match(topic));
        assertThat(tree.match(topic + "a")).containsExactly("one").isNotSameAs(tree.match(topic + "a"));
    }

    @Test
    void standsFiltersAndTopicsOfTheMostLevelsPossible() {
        String levels = "a/".repeat(32_766);
        add("+/".repeat(32_766) + "#", "any");
        add(levels + "b", "literal");

        assertThat(tree.match(levels + "b")).containsExactlyInAnyOrder("any", "literal");
        assertThat(tree.match(levels + "c")).containsExactly("any");
        tree.remove("any");
        tree.remove("literal");
        assertThat(tree.isEmpty()).isTrue();
    }

    private void add(String filter, String subscriber) {
        assertThat(tree.add(TopicFilter.of(filter), subscriber)).isTrue();
    }
}
