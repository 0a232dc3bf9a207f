package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

import org.awaitility.core.ConditionFactory;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.RawClient;
import io.quarkiverse.mqttx.testing.ReferenceClient;

/**
 * One cell of the matrix while it is tried: a feature at a broker in a version of MQTT. Its topics and client ids are its own,
 * since the broker runs through all cells. What it hands out is closed with it, the last first.
 */
final class Cell implements AutoCloseable {

    private final Contestant contestant;
    private final ProtocolVersion version;
    private final String id = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Cell(Contestant contestant, ProtocolVersion version) {
        this.contestant = contestant;
        this.version = version;
    }

    Contestant contestant() {
        return contestant;
    }

    ProtocolVersion version() {
        return version;
    }

    /** A client id of this cell only. */
    String clientId() {
        return id;
    }

    /** A topic of this cell only. */
    String topic(String name) {
        return id + "/" + name;
    }

    /** An application whose channels speak the version of this cell; not started. */
    TestApplication application() {
        return application(contestant.broker().port());
    }

    TestApplication application(int port) {
        return keep(contestant.application(version.toString(), port));
    }

    /** A client of another library, in the version of this cell. */
    ReferenceClient outside() {
        return outside(contestant.outside(version));
    }

    ReferenceClient.Options outsideOptions() {
        return contestant.outside(version);
    }

    ReferenceClient outside(ReferenceClient.Options options) {
        return keep(options.connect());
    }

    ChaosProxy proxy() {
        return keep(ChaosProxy.to(contestant.broker()));
    }

    /** A client without a library, connected in the version of this cell. */
    RawClient raw() {
        return raw(id + UUID.randomUUID().toString().substring(0, 4), "");
    }

    RawClient raw(String clientId, String properties) {
        RawClient client = socket(version);
        assertThat(client.connect(clientId, true, contestant.username(), contestant.password(), properties))
                .startsWith("CONNACK");
        return client;
    }

    /** A client without a library that goes on with the session of {@link #clientId}. */
    RawClient session() {
        RawClient client = socket(version);
        assertThat(client.connect(clientId(), false, contestant.username(), contestant.password(), ""))
                .startsWith("CONNACK");
        return client;
    }

    /** As {@link #session}, and the session is kept in MQTT 5 as well when the connection ends. */
    RawClient lastingSession() {
        RawClient client = socket(version);
        assertThat(client.connect(clientId(), false, contestant.username(), contestant.password(), "11 00 00 0E 10"))
                .startsWith("CONNACK");
        return client;
    }

    /** A socket on which nothing was sent yet. */
    RawClient socket(ProtocolVersion protocolVersion) {
        return keep(RawClient.to(contestant.broker(), protocolVersion));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    static void awaitReady(TestApplication application) {
        eventually().untilAsserted(() -> assertThat(application.connector().getReadiness().isOk())
                .as(() -> application.connector().getReadiness().getChannels().toString()).isTrue());
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
