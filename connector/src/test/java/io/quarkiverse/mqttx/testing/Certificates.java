package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;

/** Self-signed certificates, made once in a test run when first asked for, in a directory that goes with the run. */
public final class Certificates {

    /** The password of all key stores and trust stores. */
    public static final String PASSWORD = "changeit";

    private Certificates() {
    }

    /** A server that is {@code localhost} and 127.0.0.1, and its client. */
    public static Identity localhost() {
        return Localhost.IDENTITY;
    }

    /**
     * A server with the name {@code elsewhere.example} only, and its client: nobody who trusts {@link #localhost()} trusts it.
     */
    public static Identity elsewhere() {
        return Elsewhere.IDENTITY;
    }

    /**
     * A server's key and certificate, a client's key and certificate, and what each needs to trust the other. In each form the
     * stores hold one entry.
     */
    public record Identity(Path directory, String name) {

        /** The server's certificate. */
        public Path serverPem() {
            return file(".crt");
        }

        /** The server's private key, PKCS 8, not encrypted. */
        public Path serverKeyPem() {
            return file(".key");
        }

        public Path serverPkcs12() {
            return file("-keystore.p12");
        }

        public Path serverJks() {
            return file("-keystore.jks");
        }

        /** By which a server trusts the client. */
        public Path serverTrustPem() {
            return file("-server-ca.crt");
        }

        public Path serverTrustPkcs12() {
            return file("-server-truststore.p12");
        }

        public Path serverTrustJks() {
            return file("-server-truststore.jks");
        }

        /** The client's certificate. */
        public Path clientPem() {
            return file("-client.crt");
        }

        /** The client's private key, PKCS 8, not encrypted. */
        public Path clientKeyPem() {
            return file("-client.key");
        }

        public Path clientPkcs12() {
            return file("-client-keystore.p12");
        }

        public Path clientJks() {
            return file("-client-keystore.jks");
        }

        /** By which a client trusts the server. */
        public Path clientTrustPem() {
            return file("-client-ca.crt");
        }

        public Path clientTrustPkcs12() {
            return file("-client-truststore.p12");
        }

        public Path clientTrustJks() {
            return file("-client-truststore.jks");
        }

        private Path file(String suffix) {
            Path file = directory.resolve(name + suffix);
            if (!Files.exists(file)) {
                throw new IllegalStateException(file + " was not generated");
            }
            return file;
        }
    }

    private static Identity generate(String name, String commonName, String... alternativeNames) {
        try {
            Path directory = Files.createTempDirectory("mqttx-certificates");
            CertificateRequest request = new CertificateRequest()
                    .withName(name)
                    .withPassword(PASSWORD)
                    .withFormats(List.of(Format.PEM, Format.PKCS12, Format.JKS))
                    .withDuration(Duration.ofDays(2))
                    .withCN(commonName)
                    .withClientCertificate();
            Stream.of(alternativeNames).forEach(request::withSubjectAlternativeName);
            new CertificateGenerator(directory, true).generate(request);
            deleteAtExit(directory);
            return new Identity(directory, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("no certificate for " + commonName, e);
        }
    }

    private static void deleteAtExit(Path directory) throws IOException {
        // Files are deleted in the reverse order of registration.
        directory.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        }
    }

    private static final class Localhost {
        static final Identity IDENTITY = generate("localhost", "localhost", "DNS:localhost", "IP:127.0.0.1");
    }

    private static final class Elsewhere {
        static final Identity IDENTITY = generate("elsewhere", "elsewhere.example", "DNS:elsewhere.example");
    }
}
