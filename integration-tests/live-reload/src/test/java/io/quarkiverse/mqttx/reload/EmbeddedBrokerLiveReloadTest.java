package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;

/** With the embedded broker of Dev Services, which stays the same one over reloads and ends with dev mode. */
class EmbeddedBrokerLiveReloadTest extends LiveReloadTests {

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application(EmbeddedBroker.PROPERTIES + """
            quarkus.mqtt-x.devservices.container-env.RELOADS=0
            """);

    private static EmbeddedBroker broker;

    @BeforeEach
    void findBroker() {
        broker = EmbeddedBroker.of(url);
    }

    @AfterEach
    void leaveBroker() {
        broker.close();
    }

    @AfterAll
    static void theBrokerHasEndedWithDevMode() {
        assertThatThrownBy(() -> new Socket("127.0.0.1", broker.port())).isInstanceOf(ConnectException.class);
    }

    @Test
    void aChangeOfDevServicesStartsAnotherBroker() {
        DevMode.change(APPLICATION, "quarkus.mqtt-x.devservices.container-env.RELOADS", "1");

        int port = EmbeddedBroker.portOf(url);
        assertThat(port).isNotEqualTo(broker.port());
        assertThatThrownBy(() -> new Socket("127.0.0.1", broker.port())).isInstanceOf(ConnectException.class);
        DevMode.awaitSubscriptions(APPLICATION, 2);
    }

    @Override
    QuarkusDevModeTest application() {
        return APPLICATION;
    }

    @Override
    ReferenceClient connect() {
        return broker.connect();
    }

    @Override
    void checkConnections(int reloads) {
        broker.checkThatNoConnectionWasLost(APPLICATION);
        assertThat(EmbeddedBroker.portOf(url)).isEqualTo(broker.port());
    }
}
