package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.QuarkusDevModeTest;

/**
 * The broker that Dev Services has started for the application. The application's will tells of connections that ended without
 * DISCONNECT. The broker sends none when another one takes the client id; of that the client warns whose connection it was.
 */
record EmbeddedBroker(int port, ReferenceClient wills) implements AutoCloseable {

    private static final String WILLS = "wills";

    static final String PROPERTIES = """
            quarkus.mqtt-x.devservices.broker=embedded
            mp.messaging.connector.smallrye-mqtt-x.will-topic=%s
            mp.messaging.connector.smallrye-mqtt-x.will-payload=lost
            """.formatted(WILLS);

    /** @param application where it answers */
    static EmbeddedBroker of(URL application) {
        int port = portOf(application);
        return new EmbeddedBroker(port, connect(port).subscribe(WILLS, 0));
    }

    static int portOf(URL application) {
        return Integer.parseInt(DevMode.request(URI.create(application + "/broker")).body());
    }

    ReferenceClient connect() {
        return connect(port);
    }

    private static ReferenceClient connect(int port) {
        return ReferenceClient.at("127.0.0.1", port).connect();
    }

    void checkThatNoConnectionWasLost(QuarkusDevModeTest application) {
        wills.publish(WILLS, "the end", 0);
        wills.awaitReceived(1);
        assertThat(wills.receivedTexts()).containsExactly("the end");
        wills.clear();
        assertThat(DevMode.warningsOfClient(application)).isEmpty();
    }

    /** That {@link #checkThatNoConnectionWasLost} would notice. */
    void checkThatATakeOverIsNoticed(QuarkusDevModeTest application, String clientId) {
        ReferenceClient.at("127.0.0.1", port).persistentSession(clientId).connect().close();
        await().atMost(DevMode.PATIENCE).until(() -> !DevMode.warningsOfClient(application).isEmpty());
    }

    @Override
    public void close() {
        wills.close();
    }
}
