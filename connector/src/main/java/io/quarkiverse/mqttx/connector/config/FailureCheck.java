package io.quarkiverse.mqttx.connector.config;

import java.util.List;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.topic.TopicTemplate;

/** What failure strategies need of the subscriptions and the session of their channel. */
record FailureCheck(IncomingSettings channel, SessionSettings session, ConfigurationProblems problems) {

    private static final String STRATEGY = "failure-strategy";

    void find() {
        List<String> strategies = channel.failure().strategies();
        if (strategies.contains("redeliver")) {
            redeliver(String.join(",", strategies));
        }
        if (strategies.get(strategies.size() - 1).equals("reject")) {
            reject();
        }
    }

    /** The broker sends again only what it has no acknowledgement for, and only within a session that it keeps. */
    private void redeliver(String strategies) {
        if (session.cleanStart()) {
            problem(strategies, "redeliver needs a session that the broker keeps; set auto-clean-session=false and a client-id",
                    "auto-clean-session", "client-id");
        } else if (session.sessionExpirySeconds() == 0 && session.versions().contains(ProtocolVersion.V5)) {
            problem(strategies, "redeliver needs a session that outlives the connection; set session-expiry-seconds to 1 or"
                    + " more, or leave it out", "session-expiry-seconds");
        }
        if (channel.ackStrategy() == AckStrategy.ON_RECEIPT) {
            problem(strategies, "redeliver needs messages that are not acknowledged yet; leave out ack-strategy=on-receipt",
                    "ack-strategy");
        }
        if (hasQos0()) {
            problem(strategies, "a broker never sends messages of QoS 0 again, so redeliver needs qos=1 or 2", "qos", "topic");
        }
    }

    private void problem(String strategies, String remedy, String... others) {
        problems.problem(channel.channel(), STRATEGY, strategies, remedy, others);
    }

    private void reject() {
        String what = channel.ackStrategy() == AckStrategy.ON_RECEIPT ? "a message that was acknowledged on receipt"
                : hasQos0() ? "a message of QoS 0"
                        : session.versions().contains(ProtocolVersion.V5) ? null : "a message before MQTT 5";
        if (what != null) {
            problems.warning(channel.channel(), STRATEGY, "the broker cannot be told that " + what
                    + " is rejected, and no other"
                    + " strategy follows, so the channel stops at the first that is nacked; write reject,ignore to drop it",
                    "ack-strategy", "qos", "topic", "version");
        }
    }

    private boolean hasQos0() {
        return channel.subscription().filters().stream().anyMatch(subscription -> subscription.qos() == 0);
    }

    /** Dead letters that would go to the channel they come from, which would never end. */
    static void circles(IncomingSettings channel, ConfigurationProblems problems) {
        DeadLetterSettings deadLetter = channel.failure().deadLetter();
        if (!channel.failure().strategies().contains(DeadLetterSettings.STRATEGY) || deadLetter.topic() == null
                || TopicTemplate.problemOfPublishing(deadLetter.topic()) != null) {
            return;
        }
        TopicTemplate template = TopicTemplate.of(deadLetter.topic());
        for (TopicFilter from : channel.filters()) {
            TopicFilter to = template.filter(
                    name -> name.equals("topic") ? from.matchFilter() : name.equals("channel") ? channel.channel() : null);
            for (TopicFilter own : channel.filters()) {
                if (own.overlaps(to)) {
                    problems.problem(channel.channel(), "dead-letter-topic", template.text(),
                            "a dead letter could match '" + own.text() + "', to which the channel itself subscribes, and would"
                                    + " come back without end; choose a topic outside of it",
                            STRATEGY, "topic");
                    return;
                }
            }
        }
    }
}
