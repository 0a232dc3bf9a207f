package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

/**
 * Random filters and topics, judged by the rules of MQTT-5.0 §4.7 written down in the plainest way. A failure names its seed;
 * {@code -Dtopic.seed=…} plays it again.
 */
class TopicPropertyTest {

    private static final int ROUNDS = 200;
    private static final int STEPS = 200;
    private static final String[] LEVELS = { "", "a", "b", "ab", "ä", "😀", "$a", "$SYS", " " };

    private record Entry(TopicFilter filter, Integer subscriber) {
    }

    private final long seed = Long.getLong("topic.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void treeAndFiltersAgreeWithTheRulesWrittenDownPlainly() {
        try {
            compare();
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void compare() {
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TopicTree<Integer> tree = new TopicTree<>();
            Set<Entry> model = new HashSet<>();
            for (int step = 0; step < STEPS; step++) {
                change(tree, model);
                String topic = topic();
                Set<Integer> expected = expected(model, topic);
                matched += expected.size();
                String where = "seed " + seed + ", round " + round + ", step " + step + ", topic '" + topic + "'";
                // the second answer comes from the cache
                assertThat(tree.match(topic)).as(where).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(tree.match(topic)).as(where).containsExactlyInAnyOrderElementsOf(expected);
            }
            for (Entry entry : model) {
                assertThat(tree.remove(entry.filter, entry.subscriber)).as("seed " + seed).isTrue();
            }
            assertThat(tree.isEmpty()).as("seed " + seed).isTrue();
        }
        assertThat(matched).as("seed " + seed + ": enough matches to mean something").isGreaterThan(ROUNDS * STEPS / 10);
    }

    private void change(TopicTree<Integer> tree, Set<Entry> model) {
        int subscriber = random.nextInt(6);
        int choice = random.nextInt(10);
        if (choice == 0) {
            boolean there = model.removeIf(entry -> entry.subscriber == subscriber);
            assertThat(tree.remove(Integer.valueOf(subscriber))).as("seed " + seed).isEqualTo(there);
        } else if (choice < 4 && !model.isEmpty()) {
            Entry entry = new ArrayList<>(model).get(random.nextInt(model.size()));
            model.remove(entry);
            assertThat(tree.remove(entry.filter, entry.subscriber)).as("seed " + seed).isTrue();
        } else {
            TopicFilter filter = TopicFilter.of(filter());
            assertThat(tree.add(filter, subscriber)).as("seed " + seed).isEqualTo(model.add(new Entry(filter, subscriber)));
        }
    }

    /** Checks each filter by itself on the way. */
    private Set<Integer> expected(Set<Entry> model, String topic) {
        Set<Integer> expected = new HashSet<>();
        for (Entry entry : model) {
            boolean matches = matchesPlainly(entry.filter.text(), topic);
            assertThat(entry.filter.matches(topic))
                    .as("seed " + seed + ": filter '" + entry.filter + "', topic '" + topic + "'")
                    .isEqualTo(matches);
            if (matches) {
                expected.add(entry.subscriber);
            }
        }
        return expected;
    }

    private static boolean matchesPlainly(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] given = topic.split("/", -1);
        int first = wanted[0].equals("$share") ? 2 : 0;
        if (topic.startsWith("$") && (wanted[first].equals("#") || wanted[first].equals("+"))) {
            return false;
        }
        int levels = wanted.length - first;
        for (int i = 0; i < levels; i++) {
            String level = wanted[first + i];
            if (level.equals("#")) {
                return true;
            }
            if (i >= given.length || !level.equals("+") && !level.equals(given[i])) {
                return false;
            }
        }
        return levels == given.length;
    }

    private String topic() {
        while (true) {
            List<String> levels = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                levels.add(level());
            }
            String topic = String.join("/", levels);
            if (!topic.isEmpty()) {
                return topic;
            }
        }
    }

    private String filter() {
        String share = random.nextInt(8) == 0 ? "$share/g" + random.nextInt(2) + "/" : "";
        while (true) {
            List<String> levels = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                levels.add(random.nextInt(4) == 0 ? "+" : level());
            }
            if (random.nextInt(3) == 0) {
                levels.set(levels.size() - 1, "#");
            }
            String filter = String.join("/", levels);
            if (!filter.isEmpty()) {
                return share + filter;
            }
        }
    }

    private String level() {
        // mostly the first ones, so that filters meet topics
        return LEVELS[Math.min(random.nextInt(LEVELS.length), random.nextInt(LEVELS.length))];
    }
}
