package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.connector.config.source.RecordedProperties;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;

/**
 * What the configuration says when the application is built.
 *
 * @param problems may turn out to be none when everything is known
 * @param channels all that are enabled
 * @param clients those without a channel
 * @param properties all that is set, or {@code null} where that cannot be told or is the start's to judge
 */
public record BuildTimeReading(List<ConfigurationProblem> problems, List<ConfigurationWarning> warnings,
        List<SurveyedChannel> channels, List<SurveyedChannel> clients, RecordedProperties properties) {

    /** What may be known later than the build, since no other attribute depends on it. */
    private static final Set<String> MAY_BE_OPEN = Set.of(HOST.name(), PORT.name(), CLIENT_ID.name(), USERNAME.name(),
            PASSWORD.name());

    /** The channels of a direction whose settings are known, by name. */
    public <S> Map<String, RecordedChannel<S>> recorded(boolean incoming, Class<S> type) {
        return recorded(channels.stream().filter(channel -> channel.incoming() == incoming), type);
    }

    /** The clients whose settings are known, by name. */
    public Map<String, RecordedChannel<IncomingSettings>> recordedClients() {
        return recorded(clients.stream(), IncomingSettings.class);
    }

    private <S> Map<String, RecordedChannel<S>> recorded(Stream<SurveyedChannel> surveyed, Class<S> type) {
        Map<String, RecordedChannel<S>> recorded = new LinkedHashMap<>();
        List<SurveyedChannel> all = all();
        surveyed.filter(SurveyedChannel::recordable)
                .forEach(channel -> recorded.put(channel.name(), channel.recorded(connection(channel, all), type)));
        return recorded;
    }

    private static int connection(SurveyedChannel channel, List<SurveyedChannel> all) {
        return IntStream.range(0, all.size()).filter(i -> all.get(i).canShareWith(channel)).findFirst().orElseThrow();
    }

    private List<SurveyedChannel> all() {
        return Stream.concat(channels.stream(), clients.stream()).toList();
    }

    /** {@link ConnectionPlan#complete()}. */
    public RecordedProperties complete() {
        List<SurveyedChannel> all = all();
        boolean known = problems.isEmpty() && warnings.isEmpty() && all.stream().allMatch(SurveyedChannel::recordable);
        return known && (all.stream().allMatch(channel -> channel.ofConnection().open().isEmpty()) || isOneConnection(all))
                ? properties
                : null;
    }

    /** Whatever is open: with several connections it would depend on that whether they differ. */
    private static boolean isOneConnection(List<SurveyedChannel> all) {
        return MAY_BE_OPEN.containsAll(all.get(0).ofConnection().open().keySet())
                && all.stream().allMatch(all.get(0)::canShareWith)
                // Passwords are not compared with those of the build, so that those of two channels may come to differ
                && (all.size() == 1 || all.stream()
                        .noneMatch(channel -> channel.connection().config().isSetOnChannel(PASSWORD.name())));
    }

    /**
     * A channel as far as it is known.
     *
     * @param settings with something that is allowed in place of what is not known yet
     * @param connection the same of its connection
     * @param own the attributes of the channel alone
     * @param ofConnection the attributes that make up its connection
     * @param recordable whether all is known of the channel alone, and nothing wrong or odd
     */
    public record SurveyedChannel(boolean incoming, ChannelSettings<?> settings, ConnectionConfiguration connection,
            SetAttributes own, SetAttributes ofConnection, boolean recordable) {

        /** The name of the channel. */
        public String name() {
            return connection.channel();
        }

        private <S> RecordedChannel<S> recorded(int connection, Class<S> type) {
            return new RecordedChannel<>(connection().config().connector(), connection, new ChannelSettings<>(
                    type.cast(settings.settings()), settings.maxInflight(), settings.trace(), settings.lifecycle(),
                    settings.sendQueue()));
        }

        /** Whether both will use one connection as far as that is known. */
        public boolean canShareWith(SurveyedChannel other) {
            return connection.canShareWith(other.connection) && ofConnection.open().equals(other.ofConnection.open());
        }
    }
}
