package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;

/** With a mosquitto that outlives the reloads; its log tells of connections, subscriptions and take-overs. */
class MosquittoLiveReloadTest extends LiveReloadTests {

    private static final MosquittoBroker BROKER = new MosquittoBroker();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = DevMode.application("""
            mp.messaging.connector.smallrye-mqtt-x.host=localhost
            mp.messaging.connector.smallrye-mqtt-x.port=%d
            """.formatted(BROKER.port()));

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void closeBroker() {
        BROKER.close();
    }

    @Override
    QuarkusDevModeTest application() {
        return APPLICATION;
    }

    @Override
    ReferenceClient connect() {
        return ReferenceClient.connect(BROKER);
    }

    @Override
    void checkConnections(int reloads) {
        assertThat(Connections.in(BROKER.log())).isEqualTo(new Connections(reloads + 1, reloads, 0, reloads + 1));
    }
}
