package io.quarkiverse.mqttx.brokers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.MoquetteBroker;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Programs;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * A broker of the matrix.
 *
 * @param title its name on the page
 * @param broker not started
 * @param version what is installed; skips the test when nothing is
 * @param source where it comes from, for the page
 * @param username {@code null} where everybody is let in
 */
record Contestant(String title, TestBroker broker, Supplier<String> version, String source, String username, String password) {

    static Contestant artemis() {
        return inTheJvm("Artemis", new ArtemisBroker(), "artemis.version");
    }

    static Contestant hiveMq() {
        return inTheJvm("HiveMQ CE", new HiveMqBroker(), "hivemq.version");
    }

    static Contestant moquette() {
        return inTheJvm("Moquette", new MoquetteBroker(), "moquette.version");
    }

    static Contestant activeMq() {
        return inTheJvm("ActiveMQ Classic", new ActiveMqBroker(), "activemq.version");
    }

    static Contestant mosquitto() {
        return installed("mosquitto", new MosquittoBroker(),
                () -> ProcessBroker.versionOf(Programs.require("mosquitto", "the package mosquitto").toString(), "-h"),
                "package `mosquitto`");
    }

    static Contestant nats() {
        return installed("NATS", new NatsBroker(), NatsBroker::version, "package `nats-server`");
    }

    static Contestant rabbitMq() {
        return installed("RabbitMQ", new RabbitMqBroker(), RabbitMqBroker::version, "package `rabbitmq-server`");
    }

    static Contestant ejabberd() {
        return new Contestant("ejabberd", new EjabberdBroker(), EjabberdBroker::version, "package `ejabberd`", "sensor",
                "secret");
    }

    static Contestant aedes() {
        return installed("Aedes", new AedesBroker(), AedesBroker::version, "npm `aedes`");
    }

    /** The versions of what Maven brings are system properties, set in the module's pom.xml. */
    private static Contestant inTheJvm(String title, TestBroker broker, String versionProperty) {
        return installed(title, broker, () -> System.getProperty(versionProperty), "Maven, in the JVM of the test");
    }

    private static Contestant installed(String title, TestBroker broker, Supplier<String> version, String source) {
        return new Contestant(title, broker, version, source, null, null);
    }

    /** By which its column is kept. */
    String id() {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    }

    /** By which its limits are found; the same whether it is installed or in a container. */
    String name() {
        return broker.name();
    }

    /** The versions it speaks, the highest first. */
    List<ProtocolVersion> speaks() {
        return Arrays.stream(ProtocolVersion.values()).filter(broker::supports).sorted(Comparator.reverseOrder()).toList();
    }

    /** An application at this port of the broker, or of a proxy in front of it. */
    TestApplication application(String protocolVersion, int port) {
        TestApplication application = new TestApplication(broker.host(), port).connector("version", protocolVersion)
                .connector("reconnect-interval-seconds", "0").connector("reconnect-max-interval-seconds", "1")
                .connector("shutdown-timeout-seconds", "2").connector("disconnect-timeout-seconds", "2");
        if (username != null) {
            application.connector("username", username).connector("password", password);
        }
        return application;
    }

    ReferenceClient.Options outside(ProtocolVersion protocolVersion) {
        ReferenceClient.Options options = ReferenceClient.of(broker).version(protocolVersion);
        return username == null ? options : options.user(username, password);
    }

    @Override
    public String toString() {
        return title;
    }
}
