package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.nio.file.Path;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerProcess;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.Programs;

/** NATS as a process of its own: MQTT 3.1.1. With TLS a second server, since one has a single MQTT listener. Without users. */
final class NatsBroker extends ProcessBroker {

    private static final String PROGRAM = "nats-server";

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return version == ProtocolVersion.V3_1_1;
    }

    static String version() {
        return versionOf(program().toString(), "-v");
    }

    private static Path program() {
        return Programs.require(PROGRAM, "the package nats-server");
    }

    @Override
    void launch() throws IOException {
        launch("plain", port(), "");
        if (identity != null) {
            launch("tls", tlsPort(), "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(identity.serverPem(),
                    identity.serverKeyPem()));
        }
    }

    private void launch(String name, int port, String tls) throws IOException {
        Path configuration = write(name + ".conf", """
                server_name: %s
                host: 127.0.0.1
                port: %d
                jetstream { store_dir: "%s" }
                mqtt { host: 127.0.0.1, port: %d, %s }
                """.formatted(name, Ports.free(), directory().resolve(name), port, tls));
        begin(BrokerProcess.in(directory(), program().toString(), "-c", configuration.toString()), port);
    }
}
