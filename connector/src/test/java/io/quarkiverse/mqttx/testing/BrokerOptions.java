package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What all brokers have in common: the options, the ports and a directory of their own. */
public abstract class BrokerOptions implements TestBroker {

    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private Path directory;

    /** Whether {@link #persistent()} was called. */
    protected boolean persistent;
    /** Names and passwords; empty when everybody is let in. */
    protected final Map<String, String> users = new LinkedHashMap<>();
    /** Of the TLS port; {@code null} without one. */
    protected Certificates.Identity identity;
    /** Whether the TLS port asks for the client's certificate. */
    protected boolean clientCertificates;

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final int tlsPort() {
        return tlsPort;
    }

    @Override
    public TestBroker persistent() {
        persistent = true;
        return this;
    }

    @Override
    public TestBroker user(String name, String password) {
        users.put(name, password);
        return this;
    }

    @Override
    public TestBroker tls(Certificates.Identity server) {
        identity = server;
        return this;
    }

    @Override
    public TestBroker mutualTls(Certificates.Identity server) {
        clientCertificates = true;
        return tls(server);
    }

    /** The broker's own directory, made when it is first asked for. */
    protected final Path directory() {
        if (directory == null) {
            try {
                directory = Files.createTempDirectory("mqttx-" + name());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return directory;
    }

    @Override
    public void close() {
        stop();
        if (directory != null) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            directory = null;
        }
    }

    @Override
    public final String toString() {
        return name();
    }
}
