package io.quarkiverse.mqttx.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

/**
 * Random templates and values: what is filled in is what is found again. A failure names its seed;
 * {@code -Dtopic.seed=…} plays it again.
 */
class TopicTemplatePropertyTest {

    private static final int ROUNDS = 20_000;
    private static final String[] LITERALS = { "", "a", "{", "}", "{{}}", "a{b}", "ä", "😀", "$", " ", "a,b", "\\" };
    private static final String[] VALUES = { "a", "7", "{", "}", "{x}", "{{", "$SYS", " ", "😀ä", "\\", "a.b", "n\nl" };

    private final long seed = Long.getLong("topic.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record Example(String template, String filter, Map<String, String> values, String topic) {
    }

    @Test
    void whatIsFilledInIsFoundAgain() {
        int variables = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Example example = example();
            String where = "seed " + seed + ", " + example;
            TopicTemplate template = TopicTemplate.of(example.template);
            assertThat(template.names()).as(where).containsExactlyElementsOf(example.values.keySet());
            if (!example.filter.isEmpty()) {
                assertThat(template.filter().text()).as(where).isEqualTo(example.filter);
                assertThat(TopicTemplate.of("$share/group/" + example.template).values(example.topic)).as(where)
                        .isEqualTo(example.values);
            }
            String topic = template.fill(example.values::get);
            assertThat(topic).as(where).isEqualTo(example.topic);
            assertThat(template.values(topic)).as(where).containsExactlyEntriesOf(example.values);
            example.values.forEach((name, value) -> assertThat(template.value(name, topic)).as(where).isEqualTo(value));
            variables += example.values.size();
        }
        assertThat(variables).as("enough variables to mean something").isGreaterThan(ROUNDS / 2);
    }

    private Example example() {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> template = new ArrayList<>();
        List<String> filter = new ArrayList<>();
        List<String> topic = new ArrayList<>();
        int levels = 1 + random.nextInt(5);
        for (int i = 0; i < levels; i++) {
            if (random.nextInt(3) > 0) {
                String literal = LITERALS[random.nextInt(LITERALS.length)];
                template.add(literal.replace("{", "{{").replace("}", "}}"));
                filter.add(literal);
                topic.add(literal);
                continue;
            }
            boolean rest = i == levels - 1 && random.nextBoolean();
            String name = "v" + i;
            String value = rest ? value() + "/" + value() : value();
            template.add(rest ? "{" + name + "#}" : "{" + name + "}");
            filter.add(rest ? "#" : "+");
            topic.add(value);
            values.put(name, value);
        }
        return new Example(String.join("/", template), String.join("/", filter), values, String.join("/", topic));
    }

    private String value() {
        return VALUES[random.nextInt(VALUES.length)];
    }
}
