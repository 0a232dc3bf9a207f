package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.RawClient;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * A process dies between PUBREC and PUBREL, and the next one has no store: the broker holds a packet identifier of which nobody
 * knows.
 */
@Tag("broker")
class InheritedSessionOnBrokersTest {

    private static final int NEW_MESSAGES = 5;

    @ApplicationScoped
    static class Sender {

        @Inject
        @Channel("out")
        Emitter<String> out;

        CompletionStage<Void> send(String payload) {
            return out.send(payload);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void noMessageIsTakenForARepetitionOfOneThatAnEarlierProcessHasSent(TestBroker broker) throws Exception {
        broker.start();
        for (ProtocolVersion version : List.of(ProtocolVersion.V5, ProtocolVersion.V3_1_1)) {
            // mosquitto tells a repetition by its content as well, Artemis does not
            assertThat(received(broker, version, "same")).isEqualTo(Collections.nCopies(NEW_MESSAGES + 1, "same"));
            assertThat(received(broker, version, "another")).containsExactly("same", "another", "another", "another", "another",
                    "another");
        }
    }

    /** What arrives of one message of the process before and some of this one. */
    private static List<String> received(TestBroker broker, ProtocolVersion version, String payload) throws Exception {
        String name = payload + "-" + version;
        try (ReferenceClient subscriber = ReferenceClient.connect(broker).subscribe(name, 2)) {
            earlierProcess(broker, version, name);
            try (TestApplication application = new TestApplication(broker.host(), broker.port()).beans(Sender.class)
                    .outgoing("out", "topic", name, "qos", "2", "client-id", name, "auto-clean-session", "false",
                            "session-expiry-seconds", "3600", "version", version.toString())) {
                application.start();
                List<CompletableFuture<Void>> sent = new ArrayList<>();
                for (int i = 0; i < NEW_MESSAGES; i++) {
                    sent.add(application.get(Sender.class).send(payload).toCompletableFuture());
                }
                for (CompletableFuture<Void> message : sent) {
                    message.get(20, TimeUnit.SECONDS);
                }
            }
            // whatever is on its way comes before this one
            subscriber.publish(name, "end", 2);
            return subscriber.awaitReceived(NEW_MESSAGES + 2).stream().map(message -> message.text()).limit(NEW_MESSAGES + 1)
                    .toList();
        }
    }

    /** It has sent a message under packet identifier 2, got PUBREC, and died. */
    private static void earlierProcess(TestBroker broker, ProtocolVersion version, String name) {
        try (RawClient client = RawClient.to(broker, version)) {
            assertThat(client.connect(name, false, null, null, "11 00 00 0E 10")).startsWith("CONNACK");
            assertThat(client.publish(name, 2, false, "same", "").next()).startsWith("PUBREC");
        }
    }
}
