package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;

/**
 * With the embedded broker of Dev Services, which stays the same one over reloads. The application's will tells of connections
 * that end otherwise than by DISCONNECT, as they do when another one takes the client id.
 */
class EmbeddedBrokerLiveReloadTest extends LiveReloadTests {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application("""
            quarkus.mqtt-x.devservices.broker=embedded
            mp.messaging.connector.smallrye-mqtt-x.will-topic=wills
            mp.messaging.connector.smallrye-mqtt-x.will-payload=lost
            """);

    private static int port;
    private ReferenceClient wills;

    @BeforeEach
    void findBroker() {
        port = brokerPort();
        wills = connect().subscribe("wills", 0);
    }

    @AfterAll
    static void theBrokerHasEndedWithDevMode() {
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    }

    private int brokerPort() {
        return Integer.parseInt(DevMode.request(url, "/broker").body());
    }

    @Override
    QuarkusDevModeTest application() {
        return APPLICATION;
    }

    @Override
    ReferenceClient connect() {
        return ReferenceClient.at("127.0.0.1", port).connect();
    }

    @Override
    void checkConnections(int reloads) {
        assertThat(brokerPort()).isEqualTo(port);
        wills.publish("wills", "the end", 0);
        wills.awaitReceived(1);
        assertThat(wills.receivedTexts()).containsExactly("the end");
        wills.close();
    }
}
