package io.quarkiverse.mqttx.connector.config;

import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.MqttConnectorCommonConfiguration;
import io.quarkiverse.mqttx.connector.auth.ScramLibrary;
import io.quarkiverse.mqttx.connector.config.model.AuthenticationConfiguration;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;

/** Enhanced authentication: {@code authentication} and what goes with it. */
final class AuthenticationReader {

    private final ChannelAttributes config;
    private final MqttConnectorCommonConfiguration attributes;
    private final AttributeReader reader;
    private final BeanLookup beans;

    AuthenticationReader(ChannelAttributes config, MqttConnectorCommonConfiguration attributes, AttributeReader reader,
            BeanLookup beans) {
        this.config = config;
        this.attributes = attributes;
        this.reader = reader;
        this.beans = beans;
    }

    /** {@code null} where there is none. */
    AuthenticationConfiguration read() {
        String identifier = reader.text("authentication", attributes.getAuthentication());
        int seconds = reader.number("reauthenticate-interval-seconds", attributes.getReauthenticateIntervalSeconds(), 0,
                AttributeReader.MAX_SECONDS);
        if (identifier == null) {
            reader.asRead().remove("reauthenticate-interval-seconds");
            if (config.isSet("reauthenticate-interval-seconds")) {
                reader.problem("reauthenticate-interval-seconds", "there is nothing to repeat without enhanced authentication;"
                        + " set authentication, or leave it out", "authentication");
            }
            return null;
        }
        Set<String> known = beans.authentications();
        if (!known.contains(identifier) && ScramLibrary.offers(identifier)) {
            reader.problem("authentication", "SCRAM needs the library " + ScramLibrary.DEPENDENCY
                    + "; add it to the dependencies of the application");
        } else if (!known.contains(identifier)) {
            reader.problem("authentication", "there is no such mechanism; use one of "
                    + String.join(", ", new TreeSet<>(known)) + ", or provide a CDI bean of type EnhancedAuthentication with"
                    + " @Identifier(\"" + identifier + "\")");
        }
        return new AuthenticationConfiguration(identifier, 1000L * seconds);
    }
}
