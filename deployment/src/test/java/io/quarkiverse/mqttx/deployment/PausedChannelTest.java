package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.PausableChannel;

/** In Quarkus a channel is paused at its own queue as well: the buffer that would drop what was asked for is not used. */
@Tag("slow")
class PausedChannelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Integer> SEEN = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Jobs.class))
            .overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
            .overrideConfigKey("mp.messaging.incoming.jobs.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.jobs.pausable", "true")
            .overrideConfigKey("mp.messaging.incoming.jobs.pausable.buffer-strategy", "DROP")
            .overrideConfigKey("mp.messaging.outgoing.sent.topic", "jobs")
            .overrideConfigKey("mp.messaging.outgoing.sent.qos", "1");

    @Inject
    @Channel("sent")
    Emitter<Integer> sent;

    @Inject
    ChannelRegistry channels;

    @Inject
    @Connector(MqttConnector.NAME)
    MqttConnector connector;

    @Test
    void getsAllInOrderWhenItGoesOn() {
        await().atMost(PATIENCE).until(() -> connector.getReadiness().isOk());
        PausableChannel jobs = channels.getPausable("jobs");
        jobs.pause();
        assertThat(jobs.isPaused()).isTrue();
        for (int i = 0; i < 20; i++) {
            sent.send(i).toCompletableFuture().join();
        }
        assertThat(SEEN).isEmpty();
        jobs.resume();
        await().atMost(PATIENCE).until(() -> SEEN.size() >= 20);
        assertThat(SEEN).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }

    @ApplicationScoped
    static class Jobs {

        @Incoming("jobs")
        void run(int job) {
            SEEN.add(job);
        }
    }
}
