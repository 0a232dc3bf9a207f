package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.connector.config.model.ChannelSettings;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.NetworkConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.RecordedChannel;
import io.quarkiverse.mqttx.connector.config.source.RecordedConnection;
import io.quarkiverse.mqttx.connector.config.source.RecordedProperties;
import io.quarkiverse.mqttx.connector.config.source.SetAttributes;
import io.quarkiverse.mqttx.session.model.Login;

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

    /** The connections of which all is known but what may be open, by their numbers in the channels. */
    public Map<Integer, RecordedConnection> recordedConnections() {
        Map<Integer, RecordedConnection> recorded = new LinkedHashMap<>();
        List<SurveyedChannel> all = all();
        for (SurveyedChannel channel : all) {
            int number = connection(channel, all);
            if (channel == all.get(number) && channel.isConnectionRecordable()) {
                recorded.put(number, channel.recordedConnection());
            }
        }
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
        return OpenValues.ATTRIBUTES.containsAll(all.get(0).ofConnection().open().keySet())
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
    public record SurveyedChannel(ChannelSettings<?> settings, ConnectionConfiguration connection,
            SetAttributes own, SetAttributes ofConnection, boolean recordable) {

        /** The name of the channel. */
        public String name() {
            return connection.channel();
        }

        public boolean incoming() {
            return connection.config().isIncoming();
        }

        /** Whether the connection is known but for what may be open, and neither files nor beans have to be asked. */
        private boolean isConnectionRecordable() {
            ConnectionSettings wanted = connection.settings();
            NetworkConfiguration network = wanted.network();
            return OpenValues.ATTRIBUTES.containsAll(ofConnection.open().keySet())
                    && network.optionsName() == null && network.tls().keyStore() == null && network.tls().trustStore() == null
                    && wanted.asRead().get(TLS_CONFIGURATION_NAME.name()) == null
                    && wanted.authentication().mechanism() == null && wanted.authentication().credentialsProvider() == null
                    && wanted.store() == null;
        }

        /** Without the password. */
        private RecordedConnection recordedConnection() {
            ConnectionSettings wanted = connection.settings();
            return new RecordedConnection(wanted.with(wanted.servers(), wanted.session().clientId(),
                    new Login(wanted.session().login().username(), null)), ofConnection.open().keySet());
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
