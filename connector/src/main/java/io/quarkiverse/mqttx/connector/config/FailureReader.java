package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes.*;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.connector.config.attribute.IncomingAttributes;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.RedeliverSettings;
import io.quarkiverse.mqttx.connector.config.model.RetrySettings;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/**
 * What happens to the messages of an incoming channel that the application nacks.
 *
 * @param known the strategies that the application has
 */
record FailureReader(String channel, AttributeReader reader, Set<String> known, ConnectionPlan plan) {

    /** They deal with every message, so whatever is named after them is never asked. */
    private static final Set<String> LAST = Set.of("fail", "ignore");
    /** So that the word of the broker can be awaited. */
    private static final int DEAD_LETTER_QOS = 1;
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(30);
    private static final int MAX_RETRIES_WAITING = 100;
    private static final int MAX_LEFT_UNACKED = 10;

    /** @param topics those of the channel, as they are configured */
    FailureSettings read(List<String> topics) {
        List<String> strategies = strategies();
        return new FailureSettings(strategies, deadLetter(topics, strategies.contains(DeadLetterSettings.STRATEGY)), retry(),
                rejectCodes(), redeliver());
    }

    private List<String> strategies() {
        String text = reader.get(FAILURE_STRATEGY);
        List<String> strategies = text == null ? List.of("fail") : CommaList.split(text);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < strategies.size(); i++) {
            String strategy = strategies.get(i);
            if (!known.contains(strategy)) {
                reader.problem(FAILURE_STRATEGY, plan.removedStrategies().contains(strategy) ? removed(strategy)
                        : unknown());
            } else if (!seen.add(strategy)) {
                reader.problem(FAILURE_STRATEGY, "names '" + strategy + "' twice; name it once");
            } else if (LAST.contains(strategy) && i < strategies.size() - 1) {
                reader.problem(FAILURE_STRATEGY, "'" + strategy + "' handles every message, so nothing is left for '"
                        + strategies.get(i + 1) + "'; name '" + strategy + "' last");
            }
        }
        return strategies;
    }

    private String unknown() {
        String there = "use one of " + sorted(known) + ", or a comma-separated list of them";
        return plan.removedStrategies().isEmpty() ? there
                : there + ". The build has left out " + sorted(plan.removedStrategies())
                        + ", because no channel used them; for one"
                        + " of those " + howToKeep("it");
    }

    private String removed(String strategy) {
        RecordedChannel<IncomingSettings> built = plan.incoming().get(channel);
        return (built == null ? ""
                : "was '" + String.join(",", built.settings().settings().failure().strategies())
                        + "' when the application was built, and ")
                + "the build has left out the strategy '" + strategy + "', because no channel used it; " + howToKeep(strategy);
    }

    private static String howToKeep(String strategy) {
        return "build the application with " + strategy
                + ", or with an expression such as ${FAILURE_STRATEGY:fail}, which keeps all";
    }

    private static String sorted(Set<String> strategies) {
        return String.join(", ", strategies.stream().sorted().toList());
    }

    private DeadLetterSettings deadLetter(List<String> topics, boolean used) {
        String topic = reader.get(DEAD_LETTER_TOPIC);
        if (topic != null) {
            String problem = TopicTemplate.problemOfPublishing(topic);
            if (problem == null && used) {
                problem = problemOfVariables(TopicTemplate.of(topic), topics);
            }
            if (problem != null) {
                reader.problem(DEAD_LETTER_TOPIC, problem, FAILURE_STRATEGY, IncomingAttributes.TOPIC);
            }
            reader.checkControls(DEAD_LETTER_TOPIC, "topic name", topic);
        }
        return new DeadLetterSettings(topic, DEAD_LETTER_QOS, reader.get(DEAD_LETTER_FORMAT));
    }

    private String problemOfVariables(TopicTemplate template, List<String> topics) {
        List<TopicTemplate> own = topics.stream().filter(topic -> TopicTemplate.problemOfSubscribing(topic) == null)
                .map(TopicTemplate::of).toList();
        for (String name : template.names()) {
            boolean ofTopics = !own.isEmpty() && own.stream().allMatch(topic -> topic.names().contains(name));
            if (!name.equals("topic") && !name.equals("channel") && !ofTopics) {
                return "has the variable {" + name + "}, which " + (own.size() > 1 ? "not every topic" : "no topic")
                        + " of the channel has; use {channel}, {topic#} and those of the attribute topic";
            }
        }
        try {
            // A topic has several levels as a rule, which {topic} cannot take
            template.fill(name -> name.equals("channel") ? channel : name.equals("topic") ? "a/b" : "x");
            return null;
        } catch (IllegalArgumentException problem) {
            return problem.getMessage();
        }
    }

    private RetrySettings retry() {
        Duration delay = reader.millis(RETRY_DELAY_MS);
        return new RetrySettings(reader.get(RETRY_MAX_ATTEMPTS), delay, longer(delay, LONGEST_RETRY_DELAY),
                MAX_RETRIES_WAITING);
    }

    private List<CodeOfException> rejectCodes() {
        List<CodeOfException> codes = new ArrayList<>();
        String text = reader.get(REJECT_REASON_CODES);
        if (text != null) {
            for (String element : CommaList.split(text)) {
                int equals = element.indexOf('=');
                int code = equals < 1 ? -1 : code(element.substring(equals + 1).trim());
                if (code < 0) {
                    reader.problem(REJECT_REASON_CODES, "use a comma-separated list of <class of an exception>=<code> with"
                            + " the codes 0x80, 0x83, 0x87, 0x90, 0x97 and 0x99; '" + element + "' is none");
                } else {
                    codes.add(new CodeOfException(element.substring(0, equals).trim(), code));
                }
            }
        }
        return codes;
    }

    /** Below 0 when no message can be rejected with it. */
    private static int code(String text) {
        try {
            return new Rejection(Integer.decode(text), null).reasonCode();
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private RedeliverSettings redeliver() {
        Duration delay = reader.seconds(REDELIVER_DELAY_SECONDS);
        return new RedeliverSettings(reader.get(RETRY_MAX_ATTEMPTS), delay, MAX_LEFT_UNACKED,
                longer(delay.multipliedBy(2), Duration.ofSeconds(1)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
