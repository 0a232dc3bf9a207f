package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.brokers.Station.Sender;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.Certificates;

/** Getting to the broker. */
final class Connecting {

    private Connecting() {
    }

    static void pinned(Cell cell) throws Exception {
        assertConnects(cell, cell.application(), cell.version());
    }

    static void auto(Cell cell) throws Exception {
        assertConnects(cell, cell.application(cell.contestant().broker().port()).connector("version", "auto"),
                cell.contestant().speaks().get(0));
    }

    static void tls(Cell cell) throws Exception {
        Certificates.Identity identity = Certificates.localhost();
        assertConnects(cell, cell.application(cell.contestant().broker().tlsPort()).connector("ssl", "true")
                .connector("ssl.truststore.location", identity.clientTrustPkcs12().toString())
                .connector("ssl.truststore.password", Certificates.PASSWORD), cell.version());
    }

    private static void assertConnects(Cell cell, TestApplication application, ProtocolVersion version) throws Exception {
        application.beans(Sender.class).outgoing("out", "topic", cell.topic("hello"), "qos", "1").start();
        Cell.awaitReady(application);
        assertThat(application.get(MqttConnections.class).all()).singleElement()
                .satisfies(connection -> assertThat(connection.status().negotiated().version()).isEqualTo(version));
        application.get(Sender.class).send("hello").get(10, TimeUnit.SECONDS);
    }
}
