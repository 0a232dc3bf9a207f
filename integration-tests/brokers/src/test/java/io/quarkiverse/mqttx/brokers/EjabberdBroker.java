package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerProcess;
import io.quarkiverse.mqttx.testing.Programs;

/** ejabberd with mod_mqtt as a process of its own: MQTT 5 and 3.1.1. It takes any user name, but wants one. */
final class EjabberdBroker extends ProcessBroker {

    @Override
    public String name() {
        return "ejabberd";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return version != ProtocolVersion.V3_1;
    }

    static String version() {
        require();
        return versionOf("dpkg-query", "-W", "-f", "${Version}", "ejabberd");
    }

    private static void require() {
        Programs.require("ejabberdctl", "the package ejabberd");
    }

    @Override
    void launch() throws IOException {
        require();
        String tls = identity == null ? "" : """
                  -
                    port: %d
                    ip: "127.0.0.1"
                    module: mod_mqtt
                    tls: true
                """.formatted(tlsPort());
        String certificates = identity == null ? "" : """
                certfiles:
                  - "%s"
                """.formatted(certificateWithKey());
        Path configuration = write("ejabberd.yml", """
                hosts:
                  - localhost
                loglevel: warning
                %slisten:
                  -
                    port: %d
                    ip: "127.0.0.1"
                    module: mod_mqtt
                    backlog: 1000
                %sauth_method: [anonymous]
                anonymous_protocol: login_anon
                allow_multiple_connections: true
                modules:
                  mod_mqtt: {}
                """.formatted(certificates, port(), tls));
        // Not by ejabberdctl, which changes to another user, who may not read the test's files
        begin(BrokerProcess.in(directory(), Programs.require("erl", "the package ejabberd").toString(), "-noinput",
                "-mnesia", "dir", "\"" + directory().resolve("mnesia") + "\"", "-s", "ejabberd")
                .within(Duration.ofSeconds(30))
                .with("HOME", directory())
                .with("ERL_LIBS", libraries())
                .with("ERL_CRASH_DUMP", directory().resolve("crash"))
                .with("EJABBERD_CONFIG_PATH", configuration)
                .with("EJABBERD_LOG_PATH", directory().resolve("ejabberd.log")), port());
    }

    private Path certificateWithKey() throws IOException {
        return write("server.pem", Files.readString(identity.serverPem()) + Files.readString(identity.serverKeyPem()));
    }

    /** {@code /usr/lib/<architecture>} with {@code ejabberd-<version>} in it. */
    private static Path libraries() {
        try (Stream<Path> directories = Files.find(Path.of("/usr/lib"), 2,
                (path, attributes) -> path.getFileName().toString().startsWith("ejabberd-"))) {
            return directories.findFirst().map(Path::getParent)
                    .orElseGet(() -> Programs.skip("no directory ejabberd-* is below /usr/lib; install the package ejabberd"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
