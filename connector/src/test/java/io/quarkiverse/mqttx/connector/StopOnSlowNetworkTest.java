package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ChaosProxy;
import io.quarkiverse.mqttx.testing.Direction;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.Toxics;

/** A stop is graceful also where the broker needs its time to read DISCONNECT. */
@Tag("broker")
class StopOnSlowNetworkTest {

    private TestApplication application;

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
    }

    @ApplicationScoped
    static class Sender {
        @Inject
        @Channel("out")
        Emitter<byte[]> emitter;

        void send(byte[] payload) {
            emitter.send(payload);
        }
    }

    /** 2 MB at 300 kB/s stand before DISCONNECT, more than the stop waits for at first. */
    @Test
    void noWillComesWhenDisconnectStandsBehindALotOfData() {
        MosquittoBroker.assumeInstalled();
        try (MosquittoBroker broker = new MosquittoBroker();
                ReferenceClient outside = ReferenceClient.connect(broker.start()).subscribe("gone/#", 1);
                ChaosProxy proxy = ChaosProxy.to(broker)) {
            start(proxy.port(), "1", "will-topic", "gone/app", "will-payload", "gone", "will-qos", "1");
            proxy.toxics(Direction.TO_BROKER, Toxics.throttle(300_000));
            application.get(Sender.class).send(new byte[2_000_000]);
            application.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> proxy.open() == 0);

            outside.publish("gone/marker", "marker", 1);
            outside.awaitReceived(1);
            assertThat(outside.receivedTexts()).as("no will").containsExactly("marker");
        }
    }

    /** It sends all the time, so that a close of ours with something unread would be a reset. */
    @Test
    void aBrokerThatIsBusyForAWhileStillReadsDisconnect() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.skipTo("PUBLISH");
            long busyUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            while (!idle.await(20, TimeUnit.MILLISECONDS) && System.nanoTime() < busyUntil) {
                conversation.send("30 03 00 01 61");
            }
            conversation.serve();
        })) {
            start(broker.port(), "0", "version", "3.1.1");
            application.get(Sender.class).send(new byte[10]);
            broker.awaitReceived("PUBLISH", 1);
            application.stop();
            assertThat(broker.awaitReceived("DISCONNECT", 1)).hasSize(1);
        }
    }

    @Test
    void aBrokerThatNeverAnswersHoldsUpTheStopNoLongerThanTheTimeout() {
        try (ScriptedBroker broker = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.skipTo("DISCONNECT");
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        })) {
            start(broker.port(), "0", "disconnect-timeout-seconds", "2");
            long begin = System.nanoTime();
            application.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
        }
    }

    private void start(int port, String shutdownSeconds, String... attributes) {
        application = new TestApplication("localhost", port).beans(Sender.class)
                .connector("shutdown-timeout-seconds", shutdownSeconds).outgoing("out", "qos", "0");
        for (int i = 0; i < attributes.length; i += 2) {
            application.connector(attributes[i], attributes[i + 1]);
        }
        application.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> application.connector().getReadiness().isOk());
    }
}
