package io.quarkiverse.mqttx.brokers;

import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V3_1_1;
import static io.quarkiverse.mqttx.api.ProtocolVersion.V5;

import java.util.Set;
import java.util.function.BiConsumer;

import org.testcontainers.utility.MountableFile;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.brokers.ContainerBroker.Container;
import io.quarkiverse.mqttx.testing.Certificates;

/** The brokers of the matrix that run in containers, with the configuration that each needs. */
final class Containers {

    private static final Set<ProtocolVersion> ALL = Set.of(V5, V3_1_1, V3_1);

    private Containers() {
    }

    static Contestant mosquitto() {
        return contestant("mosquitto (container)", "mosquitto", "eclipse-mosquitto:2.0.15", ALL,
                (container, identity) -> container
                        .withServerPem(identity, "/mosquitto/config")
                        .withText("/mosquitto/config/mosquitto.conf", """
                                        allow_anonymous true
                                        persistence false
                                        max_queued_messages 0
                                max_inflight_messages 65535
                                        listener 1883
                                        listener 8883
                                        certfile /mosquitto/config/server.crt
                                        keyfile /mosquitto/config/server.key
                                        """));
    }

    static Contestant emqx() {
        return contestant("EMQX", "emqx", "emqx/emqx:5.8.6", ALL, (container, identity) -> container
                .withServerPem(identity, "/opt/emqx/etc")
                .withEnv("EMQX_LISTENERS__SSL__DEFAULT__SSL_OPTIONS__CERTFILE", "/opt/emqx/etc/server.crt")
                .withEnv("EMQX_LISTENERS__SSL__DEFAULT__SSL_OPTIONS__KEYFILE", "/opt/emqx/etc/server.key"));
    }

    static Contestant hiveMq() {
        return contestant("HiveMQ CE (container)", "hivemq", "hivemq/hivemq-ce:2025.5", ALL, (container, identity) -> container
                .withCopyFileToContainer(MountableFile.forHostPath(identity.serverJks(), 0644), "/opt/hivemq/server.jks")
                .withText("/opt/hivemq/conf/config.xml", HiveMqBroker.configuration("0.0.0.0", ContainerBroker.PLAIN,
                        HiveMqBroker.tls("0.0.0.0", ContainerBroker.ENCRYPTED, "/opt/hivemq/server.jks", ""))));
    }

    static Contestant nanoMq() {
        return contestant("NanoMQ", "nanomq", "emqx/nanomq:0.23.6", ALL, (container, identity) -> container
                .withServerPem(identity, "/etc/certs")
                .withText("/etc/nanomq.conf", """
                        listeners.tcp { bind = "0.0.0.0:1883" }
                        listeners.ssl {
                          bind = "0.0.0.0:8883"
                          keyfile = "/etc/certs/server.key"
                          certfile = "/etc/certs/server.crt"
                          verify_peer = false
                          fail_if_no_peer_cert = false
                        }
                        """));
    }

    static Contestant rabbitMq() {
        return contestant("RabbitMQ (container)", "rabbitmq-4", "rabbitmq:4.1", ALL, (container, identity) -> container
                .withServerPem(identity, "/etc/rabbitmq")
                .withText("/etc/rabbitmq/enabled_plugins", "[rabbitmq_mqtt].\n")
                .withText("/etc/rabbitmq/conf.d/20-mqtt.conf", """
                        loopback_users = none
                        mqtt.listeners.tcp.1 = 1883
                        mqtt.listeners.ssl.1 = 8883
                        ssl_options.certfile = /etc/rabbitmq/server.crt
                        ssl_options.keyfile = /etc/rabbitmq/server.key
                        """));
    }

    private static Contestant contestant(String title, String name, String image, Set<ProtocolVersion> versions,
            BiConsumer<Container, Certificates.Identity> configuration) {
        ContainerBroker broker = new ContainerBroker(name, image, versions, configuration);
        return new Contestant(title, broker, broker::version, "image `" + image + "`", null, null);
    }
}
