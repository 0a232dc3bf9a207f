package io.quarkiverse.mqttx.connector.config;

import java.util.List;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;

/**
 * What the configuration says when the application is built.
 *
 * @param problems may turn out to be none when everything is known
 * @param channels all that are enabled
 * @param clients those without a channel
 */
public record BuildTimeReading(List<ConfigurationProblem> problems, List<ConfigurationWarning> warnings,
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
                    settings.trace(), settings.lifecycle(), settings.sendQueue()), own.names(), own.values());
        }

        /** Whether both will use one connection as far as that is known. */
        public boolean canShareWith(SurveyedChannel other) {
            return connection.canShareWith(other.connection) && ofConnection.open().equals(other.ofConnection.open());
        }
    }
}
