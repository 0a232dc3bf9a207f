package io.quarkiverse.mqttx.spi;

import io.smallrye.mutiny.Uni;

/**
 * Where the credentials of connections with the attribute {@code credentials-provider} or {@code
 * credentials-provider-name} come from: a CDI bean, with {@code @Identifier} for the connections whose {@code
 * credentials-provider-name} names it, without it for all others. In Quarkus there is one already that asks the
 * application's {@code io.quarkus.credentials.CredentialsProvider}.
 */
@FunctionalInterface
public interface CredentialsSource {

    /**
     * Asked before each attempt to connect, on the event loop of the connection: must not block. Where the answer fails, is
     * {@code null} or does not come within {@code connect-timeout-seconds}, the attempt has failed and is repeated as any
     * other.
     *
     * @param provider the attribute {@code credentials-provider}, or {@code null}
     * @param bean the attribute {@code credentials-provider-name}, or {@code null}
     */
    Uni<Credentials> credentials(String provider, String bean);

    /** Whether credentials are to be had with this {@code credentials-provider-name}; checked once, at the start. */
    default boolean has(String bean) {
        return true;
    }

    /**
     * What a broker is to be told.
     *
     * @param username {@code null} for the attribute {@code username}
     * @param password {@code null} for none
     */
    record Credentials(String username, String password) {

        /** Without the password, so that it can be logged. */
        @Override
        public String toString() {
            return "Credentials[username=" + username + "]";
        }
    }
}
