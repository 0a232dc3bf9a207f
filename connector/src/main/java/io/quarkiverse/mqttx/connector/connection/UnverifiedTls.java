package io.quarkiverse.mqttx.connector.connection;

import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes;
import io.quarkiverse.mqttx.vertx.TlsOptions;
import io.vertx.core.net.NetClientOptions;

/** Warns at the first attempt of a connection whose TLS does not prove who the broker is, once for each start. */
final class UnverifiedTls implements ConnectionListener {

    private static final Logger log = Logger.getLogger(UnverifiedTls.class);

    private final String warning;
    private boolean said;

    private UnverifiedTls(String warning) {
        this.warning = warning;
    }

    /**
     * Empty where TLS is verified, or is not used.
     *
     * @param options of the network connection, after all customizers
     */
    static Optional<ConnectionListener> of(ConnectionConfiguration connection, NetClientOptions options) {
        boolean verifiesName = !"".equals(TlsOptions.hostnameVerification(options));
        if (connection.settings().servers().stream().noneMatch(ServerAddress::tls) || verifiesName && !options.isTrustAll()) {
            return Optional.empty();
        }
        return Optional.of(new UnverifiedTls(options.isTrustAll()
                ? "trusts every certificate (" + source(connection, ConnectionAttributes.TRUST_ALL, "trust-all=true")
                        + "), so anybody on the network can pose as the broker and read user name and password. Set the"
                        + " authority of the broker's certificate in "
                        + (connection.sets(ConnectionAttributes.TLS_CONFIGURATION_NAME)
                                ? "the trust store of the TLS configuration"
                                : "ssl.truststore.location")
                        + " instead"
                : "does not compare the host name with the certificate ("
                        + source(connection, ConnectionAttributes.SSL_HOSTNAME_VERIFICATION_ALGORITHM,
                                "ssl.hostname-verification-algorithm=NONE")
                        + "), so anybody with any trusted certificate can pose as the broker. Connect to a name in"
                        + " the certificate, and leave the verification on"));
    }

    /** Where it comes from, as far as that is known. */
    private static String source(ConnectionConfiguration connection, Attribute<?> attribute, String setting) {
        for (Attribute<?> by : List.of(attribute, ConnectionAttributes.TLS_CONFIGURATION_NAME,
                ConnectionAttributes.CLIENT_OPTIONS_NAME)) {
            if (connection.sets(by)) {
                return by == attribute ? setting : by.name();
            }
        }
        return setting;
    }

    @Override
    public void onEvent(ConnectionEvent event) {
        if (!said && event instanceof ConnectionEvent.Connecting) {
            said = true;
            log.warnf("%s: TLS %s", ConnectionName.of(event), warning);
        }
    }
}
