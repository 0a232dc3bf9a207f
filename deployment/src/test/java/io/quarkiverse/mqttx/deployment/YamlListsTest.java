package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.Ports;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Lists of attributes as lists of YAML, read by {@code quarkus-config-yaml}. */
@Tag("slow")
class YamlListsTest {

    /** The test runs in another class loader than what surrounds it, so they talk in system properties. */
    private static final String PORT = "mqttx.test.yaml.port";
    private static final String DEAD_PORT = "mqttx.test.yaml.dead-port";
    private static final String REFUSING_PORT = "mqttx.test.yaml.refusing-port";

    private static final String CONFIGURATION = """
            mp:
              messaging:
                connector:
                  smallrye-mqtt-x:
                    servers:
                      - mqtt://localhost:${%s}
                      - mqtt://localhost:${%s}
                incoming:
                  motions:
                    topic:
                      - house/+/motion
                      - garden/#
                    qos:
                      - 2
                      - 1
                  refused:
                    version: 5
                    servers: ["mqtt://localhost:${%s}"]
                    reason-codes: ["0x97:slow", "0x8A:stop"]
                outgoing:
                  moved:
                    qos: 2
            """.formatted(DEAD_PORT, PORT, REFUSING_PORT);

    private static ArtemisBroker broker;
    private static ScriptedBroker refusing;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(House.class)
                    .addAsResource(new StringAsset(CONFIGURATION), "application.yaml"))
            .setBeforeAllCustomizer(YamlListsTest::startBrokers)
            .setAfterAllCustomizer(YamlListsTest::stopBrokers)
            .overrideConfigKey("quarkus.log.category.\"org.apache.activemq\".level", "WARN")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && record.getMessage().contains("attribute"))
            .assertLogRecords(records -> assertThat(records).isEmpty());

    @Inject
    House house;

    @Inject
    MqttConnections connections;

    @Test
    void areWholeAndInTheirOrder() {
        house.move("house/hall/motion");
        house.move("garden/gate/motion");

        await("two filters, each with its QoS, at the second of two servers")
                .untilAsserted(() -> assertThat(house.moved()).containsExactlyInAnyOrder("house/hall/motion 2",
                        "garden/gate/motion 1"));
        await("the second of two reason codes").untilAsserted(() -> assertThat(connections.all())
                .filteredOn(connection -> connection.channel().equals("refused")).singleElement()
                .satisfies(connection -> assertThat(connection.status().reason()).contains("no other attempt is allowed")));
    }

    private static void startBrokers() {
        broker = new ArtemisBroker();
        broker.start();
        refusing = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x8A, "")).close();
        });
        System.setProperty(PORT, Integer.toString(broker.port()));
        System.setProperty(DEAD_PORT, Integer.toString(Ports.free()));
        System.setProperty(REFUSING_PORT, Integer.toString(refusing.port()));
    }

    private static void stopBrokers() {
        refusing.close();
        broker.close();
    }

    @ApplicationScoped
    static class House {

        private final Set<String> moved = ConcurrentHashMap.newKeySet();

        @Channel("moved")
        MutinyEmitter<String> motions;

        void move(String topic) {
            motions.sendMessageAndAwait(MqttMessage.of(topic, "moved"));
        }

        Set<String> moved() {
            return moved;
        }

        @Incoming("motions")
        void hear(String motion, IncomingMqttMetadata mqtt) {
            moved.add(mqtt.getTopic() + " " + mqtt.getQos());
        }

        @Incoming("refused")
        void refused(String never) {
        }
    }
}
