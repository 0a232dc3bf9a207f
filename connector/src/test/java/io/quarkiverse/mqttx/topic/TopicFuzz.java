package io.quarkiverse.mqttx.topic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Arbitrary texts as filters, names and templates: the lines of the input are filters, the last one is the topic. The tree must
 * find what each filter says on its own.
 */
public final class TopicFuzz {

    private TopicFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        boolean sixteenBits = data.length > 0 && data[0] == 0;
        // also texts that are no Unicode, which Java has and UTF-8 has not
        List<String> lines = Arrays.asList(
                new String(data, sixteenBits ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8).split("\n", 20));
        String topic = lines.get(lines.size() - 1);
        List<TopicFilter> filters = new ArrayList<>();
        for (String line : lines) {
            template(line, topic);
            if (TopicFilter.problem(line) == null) {
                filters.add(TopicFilter.of(line));
            }
        }
        if (TopicName.problem(topic) == null) {
            find(filters, topic);
        }
    }

    private static void find(List<TopicFilter> filters, String topic) {
        TopicTree<Integer> tree = new TopicTree<>();
        for (int i = 0; i < filters.size(); i++) {
            tree.add(filters.get(i), i);
        }
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i).matches(topic)) {
                expected.add(i);
            }
        }
        for (int look = 0; look < 2; look++) {
            List<Integer> found = tree.match(topic);
            check(found.size() == expected.size() && new HashSet<>(found).equals(new HashSet<>(expected)),
                    filters + " find " + found + " for '" + topic + "', and not " + expected);
        }
        for (int i = 0; i < filters.size(); i++) {
            check(tree.remove(filters.get(i), i), "not there: " + filters.get(i));
            for (int j : expected) {
                check(!filters.get(i).matches(topic) || filters.get(i).overlaps(filters.get(j)),
                        filters.get(i) + " and " + filters.get(j) + " overlap in '" + topic + "'");
            }
        }
        check(tree.isEmpty() && tree.match(topic).isEmpty(), "something is left");
    }

    private static void template(String text, String topic) {
        if (TopicTemplate.problem(text) != null) {
            return;
        }
        TopicTemplate template = TopicTemplate.of(text);
        if (TopicTemplate.problemOfSubscribing(text) == null) {
            TopicFilter filter = template.filter();
            check(TopicFilter.problem(filter.text()) == null, "a template makes a filter that is none: " + filter);
            if (TopicName.problem(topic) == null && filter.matches(topic)) {
                check(template.values(topic).keySet().equals(new HashSet<>(template.names())), "not all names have a value");
            }
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
