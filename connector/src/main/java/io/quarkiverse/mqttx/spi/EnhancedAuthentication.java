package io.quarkiverse.mqttx.spi;

import io.smallrye.mutiny.Uni;

/**
 * A mechanism of enhanced authentication (MQTT-5.0 §4.12), such as SCRAM, Kerberos, or one of the broker's own. A CDI bean of
 * this type with {@code @Identifier("<name>")} is chosen by {@code authentication=<name>}. Needs MQTT 5.
 * <p>
 * One bean may serve several connections. All methods are called on the connection's event loop and must not block: what takes
 * long, such as fetching a token, belongs into the {@link Uni}, which may complete on any thread. All of an authentication must
 * be done within {@code connect-timeout-seconds}.
 */
public interface EnhancedAuthentication {

    /** The Authentication Method, as the broker calls it: {@code SCRAM-SHA-256}. */
    String method();

    /**
     * Whether CONNECT carries user name and password as well. By default it does not, so that a mechanism that proves a
     * password without showing it keeps it secret.
     */
    default boolean sendsCredentials() {
        return false;
    }

    /**
     * Begins an authentication: one for each CONNECT, and one for each re-authentication. A failure, here or later, ends the
     * attempt to connect, and is logged with its message.
     */
    Exchange begin(AuthenticationRequest request);

    /** One authentication, from its first word to its last. */
    interface Exchange {

        /** The data of CONNECT, or of AUTH that begins a re-authentication; {@code null} for none. */
        Uni<byte[]> start();

        /**
         * The answer to an AUTH of the broker; {@code null} for an AUTH without data.
         *
         * @param challenge the data of the broker's AUTH; empty when it had none
         */
        Uni<byte[]> respond(byte[] challenge);

        /**
         * The broker has accepted; here a mechanism that authenticates both sides checks the broker's proof. Nothing was
         * sent or received on the connection before this returns.
         *
         * @param data of the broker's CONNACK, or of the AUTH that ends a re-authentication; {@code null} when it had none
         * @throws Exception when the broker has not proved what it should have; the connection is ended
         */
        void verify(byte[] data) throws Exception;
    }
}
