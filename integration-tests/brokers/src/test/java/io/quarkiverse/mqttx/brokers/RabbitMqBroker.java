package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerProcess;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.Programs;

/** RabbitMQ 3 with its MQTT plugin as a process of its own: MQTT 3.1.1 and 3.1. Anonymous. */
final class RabbitMqBroker extends ProcessBroker {

    /** The one in the PATH changes to another user, who may not read the test's files. */
    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final int erlangPort = Ports.free();
    private final int namesPort = Ports.free();

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return !version.is5();
    }

    static String version() {
        require();
        return versionOf("dpkg-query", "-W", "-f", "${Version}", "rabbitmq-server").replaceFirst("\\.$", "");
    }

    private static void require() {
        if (!Files.isExecutable(PROGRAM)) {
            Programs.skip(PROGRAM + " is not there; install the package rabbitmq-server to run this test");
        }
    }

    @Override
    void launch() throws IOException {
        require();
        Path plugins = write("plugins", "[rabbitmq_mqtt].\n");
        String tls = identity == null ? "" : """
                mqtt.listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.cacertfile = %s
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                """.formatted(tlsPort(), identity.serverTrustPem(), identity.serverPem(), identity.serverKeyPem());
        Path configuration = write("rabbitmq.conf", """
                listeners.tcp = none
                mqtt.listeners.tcp.1 = 127.0.0.1:%d
                mqtt.allow_anonymous = true
                loopback_users = none
                %s""".formatted(port(), tls));
        begin(BrokerProcess.in(directory(), PROGRAM.toString()).within(Duration.ofSeconds(60))
                .with("HOME", directory())
                .with("RABBITMQ_NODENAME", "mqttx" + port() + "@localhost")
                .with("RABBITMQ_CONF_ENV_FILE", write("rabbitmq-env.conf", ""))
                .with("RABBITMQ_CONFIG_FILE", configuration.toString().replaceFirst("\\.conf$", ""))
                .with("RABBITMQ_ENABLED_PLUGINS_FILE", plugins)
                .with("RABBITMQ_MNESIA_BASE", directory().resolve("mnesia"))
                .with("RABBITMQ_LOG_BASE", directory().resolve("log"))
                .with("RABBITMQ_LOGS", "-")
                .with("RABBITMQ_PID_FILE", directory().resolve("pid"))
                .with("RABBITMQ_DIST_PORT", erlangPort)
                .with("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}")
                .with("ERL_EPMD_ADDRESS", "127.0.0.1")
                .with("ERL_EPMD_PORT", namesPort), port());
    }

    @Override
    public void stop() {
        super.stop();
        Path names = Programs.find("epmd");
        if (names != null) {
            // Erlang's service of names, which it has started in the background on a port of our own
            ProcessBuilder kill = new ProcessBuilder(names.toString(), "-kill").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            kill.environment().put("ERL_EPMD_PORT", Integer.toString(namesPort));
            try {
                kill.start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
