package io.quarkiverse.mqttx.connector.config.model;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;

/**
 * How TLS is done, as far as the attributes say so.
 *
 * @param keyStore the client's certificate, or {@code null}
 * @param trustStore whom to trust, or {@code null} for the platform's default
 * @param hostnameVerification {@code HTTPS}, {@code LDAPS}, or empty for none
 */
public record TlsConfiguration(KeyCertOptions keyStore, TrustOptions trustStore, boolean trustAll,
        String hostnameVerification) {
}
