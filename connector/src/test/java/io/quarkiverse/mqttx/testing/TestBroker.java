package io.quarkiverse.mqttx.testing;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * A real broker for a test. Options are set before {@link #start()}; the ports are known from the beginning and stay the same
 * over restarts. Not thread-safe. Without options it is anonymous, plain TCP and in memory.
 */
public interface TestBroker extends AutoCloseable {

    /** Starts it and returns when it accepts connections; aborts the test as skipped when the broker is not installed. */
    TestBroker start();

    /** Stops it in an orderly way; does nothing when it does not run. */
    void stop();

    /** Stops and starts it on the same port. Sessions and messages survive if {@link #persistent()} was set. */
    default void restart() {
        stop();
        start();
    }

    /** Stops it for good and removes its files. */
    @Override
    void close();

    /** The broker's name in test reports. */
    String name();

    /** Always {@code localhost}: the certificates are made for it. */
    default String host() {
        return "localhost";
    }

    /** Where it listens without encryption. */
    int port();

    /** Where it listens with TLS after {@link #tls}. */
    int tlsPort();

    /** Whether it accepts a CONNECT of this version. */
    boolean supports(ProtocolVersion version);

    /** Keeps sessions, queued and retained messages on disk. */
    TestBroker persistent();

    /** Requires a name and a password; may be called for several users. */
    TestBroker user(String name, String password);

    /** Opens {@link #tlsPort()} next to the plain port. */
    TestBroker tls(Certificates.Identity server);

    /** As {@link #tls}, and only for clients that show the identity's client certificate. */
    TestBroker mutualTls(Certificates.Identity server);
}
