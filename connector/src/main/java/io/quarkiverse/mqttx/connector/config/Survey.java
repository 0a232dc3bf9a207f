package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.Map;

/**
 * What the configuration says when the application is built.
 *
 * @param problems may turn out to be none when everything is known
 * @param channels all that are enabled
 * @param clients those without a channel
 */
public record Survey(List<ConfigurationProblem> problems, List<ConfigurationWarning> warnings,
        List<SurveyedChannel> channels, List<SurveyedChannel> clients) {

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

        /** What to record of an incoming channel. */
        public RecordedChannel<IncomingSettings> recordedIncoming() {
            return recorded(IncomingSettings.class);
        }

        /** What to record of an outgoing channel. */
        public RecordedChannel<OutgoingSettings> recordedOutgoing() {
            return recorded(OutgoingSettings.class);
        }

        private <S> RecordedChannel<S> recorded(Class<S> type) {
            return new RecordedChannel<>(new ChannelSettings<>(type.cast(settings.settings()), settings.maxInflight(),
                    settings.trace(), settings.lifecycle(), settings.outbox()), own.names(), own.values());
        }

        /** Whether both will use one connection as far as that is known. */
        public boolean canShareWith(SurveyedChannel other) {
            return connection.canShareWith(other.connection) && ofConnection.open().equals(other.ofConnection.open());
        }
    }

    /**
     * Attributes that are set.
     *
     * @param names of all attributes there are, also of those that are not set
     * @param values what is known already
     * @param open what is known at run time only: expressions, and secrets, whose value is left out
     */
    public record SetAttributes(List<String> names, Map<String, String> values, Map<String, String> open) {

        /** In place of a secret. */
        public static final String SECRET = "(secret)";
    }
}
