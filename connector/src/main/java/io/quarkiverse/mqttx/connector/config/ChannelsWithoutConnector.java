package io.quarkiverse.mqttx.connector.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.quarkiverse.mqttx.connector.config.source.Expressions;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.quarkiverse.mqttx.connector.support.NearestName;
import io.smallrye.reactive.messaging.providers.impl.ConcurrencyConnectorConfig;

/**
 * Channels that have attributes, but no connector: their names are misspelt, as a rule. Reactive Messaging does not start with
 * such a one, whichever connector it may have been meant for, and names neither the property nor what is nearest to it.
 */
final class ChannelsWithoutConnector {

    private static final String INCOMING = "incoming";
    private static final String OUTGOING = "outgoing";

    private final MessagingProperties root;
    private final ConfigurationProblems problems;
    /** By direction: those that have a connector. */
    private final Map<String, Set<String>> known = new TreeMap<>();
    /** By direction and name: what is set of the others. */
    private final Map<String, Map<String, Set<String>>> unknown = new TreeMap<>();

    /**
     * @param incoming those that have this connector
     * @param outgoing the same
     */
    ChannelsWithoutConnector(MessagingProperties root, Set<String> incoming, Set<String> outgoing,
            ConfigurationProblems problems) {
        this.root = root;
        this.problems = problems;
        known.put(INCOMING, new TreeSet<>(incoming));
        known.put(OUTGOING, new TreeSet<>(outgoing));
    }

    void find() {
        collect(INCOMING, ConnectorFactory.INCOMING_PREFIX);
        collect(OUTGOING, ConnectorFactory.OUTGOING_PREFIX);
        unknown.forEach((direction, channels) -> channels
                // Without values: which of them are secrets only the right connector knows
                .forEach((channel, attributes) -> problems.problem(channel, String.join(", ", attributes), null,
                        remedy(direction, channel))));
    }

    private void collect(String direction, String prefix) {
        Set<String> withConnector = known.get(direction);
        Map<String, Set<String>> without = unknown.computeIfAbsent(direction, key -> new TreeMap<>());
        for (String property : root.getPropertyNames()) {
            if (!property.startsWith(prefix)) {
                continue;
            }
            String rest = property.substring(prefix.length());
            boolean quoted = rest.startsWith("\"") && rest.indexOf("\".", 1) > 0;
            int end = quoted ? rest.indexOf("\".", 1) + 1 : rest.indexOf('.');
            String channel = end < 0 ? rest : quoted ? rest.substring(1, end - 1) : rest.substring(0, end);
            if (!withConnector.contains(channel) && !without.containsKey(channel) && hasConnector(prefix, channel)) {
                withConnector.add(channel);
            }
            if (!withConnector.contains(channel) && !isCopy(channel)) {
                without.computeIfAbsent(channel, key -> new TreeSet<>()).add(end < 0 ? "" : rest.substring(end + 1));
            }
        }
    }

    private boolean hasConnector(String prefix, String channel) {
        String start = prefix + quoted(channel) + ".";
        return isSet(start + ConnectorFactory.CONNECTOR_ATTRIBUTE) || isSet(start + "type");
    }

    private boolean isSet(String property) {
        String value = Expressions.resolved(root.getConfigValue(property));
        return value != null && !value.isEmpty();
    }

    private boolean isCopy(String channel) {
        return ConcurrencyConnectorConfig.isConcurrencyChannelName(channel) && ConcurrencyConnectorConfig
                .getConcurrency(ConcurrencyConnectorConfig.stripChannelNameOfSeparator(channel), root).isPresent();
    }

    private static String quoted(String channel) {
        return channel.indexOf('.') < 0 ? channel : '"' + channel + '"';
    }

    private static String property(String direction, String channel, String attribute) {
        return "mp.messaging." + direction + "." + quoted(channel) + "." + attribute;
    }

    private String remedy(String direction, String channel) {
        ConfigValue connector = root.getConfigValue(property(direction, channel, ConnectorFactory.CONNECTOR_ATTRIBUTE));
        if (Expressions.isUnresolved(connector)) {
            return Expressions.remedy(connector.getRawValue(), root);
        }
        String opposite = direction.equals(INCOMING) ? OUTGOING : INCOMING;
        if (known.get(opposite).contains(channel)) {
            return "the channel is an " + opposite + " one; did you mean " + property(opposite, channel, "*") + "?";
        }
        String variable = variable(direction, channel);
        String nearest = NearestName.of(channel, known.get(direction));
        return "there is no " + direction + " channel of this name, or it has no connector; " + (variable != null
                ? "for the channel '" + variable + "' the environment variable begins with "
                        + MessagingProperties.asVariable(property(direction, variable, ""))
                : nearest != null ? "did you mean '" + nearest + "'?"
                        : "correct the name, remove it, or set " + property(direction, channel, "connector")
                                + ". With one are: "
                                + known.get(direction));
    }

    /** The channel with a dot in its name that a variable means, where its underscores are too few. */
    private String variable(String direction, String channel) {
        for (String candidate : known.get(direction)) {
            if (candidate.indexOf('.') > 0 && candidate.startsWith(channel + ".") && isVariable(direction, channel)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean isVariable(String direction, String channel) {
        return unknown.get(direction).get(channel).stream()
                .map(attribute -> MessagingProperties.asVariable(property(direction, channel, attribute)))
                .anyMatch(root::isVariable);
    }
}
