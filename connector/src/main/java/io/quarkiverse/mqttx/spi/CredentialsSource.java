package io.quarkiverse.mqttx.spi;

import io.smallrye.mutiny.Uni;

/**
 * Where the credentials of connections with the attribute {@code credentials-provider} come from: a CDI bean,
 * with {@code @Identifier} for the connections whose {@code credentials-provider} names it, without it for all others. In
 * Quarkus there is one already that asks the
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
     * @param bean the same where a bean has this name ({@link #has}), or else {@code null}
     */
    Uni<Credentials> credentials(String provider, String bean);

    /** Whether there is a bean of this name that gives credentials, or exactly one for {@code null}; checked at the start. */
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
