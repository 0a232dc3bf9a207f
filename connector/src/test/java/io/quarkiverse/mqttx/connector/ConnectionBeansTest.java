package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.MqttConnections;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.LogCapture;
import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.Packets;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.Context;

/** What beans of an application without Quarkus can learn of its connections, and do about them. */
@Tag("broker")
class ConnectionBeansTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static final List<String> told = new CopyOnWriteArrayList<>();

    private TestApplication application;

    @BeforeEach
    void forget() {
        told.clear();
        Tokens.given.set(0);
    }

    @AfterEach
    void end() {
        application.close();
    }

    private TestApplication at(ScriptedBroker broker, Class<?>... beans) {
        application = new TestApplication(broker.host(), broker.port()).beans(Reader.class).beans(beans).incoming("in")
                .connector("client-id", "me").connector("reconnect-interval-seconds", "0");
        return application;
    }

    @ApplicationScoped
    static class Reader {

        @Incoming("in")
        void read(String message) {
        }
    }

    @ApplicationScoped
    static class Observer {

        void all(@Observes ConnectionEvent event) {
            told.add("sync " + event.getClass().getSimpleName() + (Context.isOnEventLoopThread() ? " on the event loop" : ""));
        }

        void lost(@Observes ConnectionEvent.Lost lost) {
            told.add(lost.connection() + " of " + lost.channels());
        }

        void async(@ObservesAsync ConnectionEvent event) {
            told.add("async " + event.getClass().getSimpleName());
        }
    }

    @Test
    void eventsAreCdiEventsInTheirOrder() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.expect("SUBSCRIBE");
            connection.close();
        }, Conversation::serve)) {
            at(broker, Observer.class).start();
            await().atMost(PATIENCE)
                    .until(() -> told.stream().filter("async Connected"::equals).count() == 2);
            application.stop();

            assertThat(told).containsExactlyInAnyOrder("sync Connecting", "async Connecting", "sync Connected",
                    "async Connected",
                    "sync Lost", "me of [in]", "async Lost", "sync Waiting", "async Waiting", "sync Connecting",
                    "async Connecting", "sync Connected", "async Connected", "sync Closed", "async Closed");
            assertThat(told.stream().filter(line -> line.startsWith("sync"))).containsExactly("sync Connecting",
                    "sync Connected", "sync Lost", "sync Waiting", "sync Connecting", "sync Connected", "sync Closed");
            assertThat(told.stream().filter(line -> line.startsWith("async"))).containsExactly("async Connecting",
                    "async Connected", "async Lost", "async Waiting", "async Connecting", "async Connected", "async Closed");
        }
    }

    @ApplicationScoped
    static class Failing {

        void all(@Observes ConnectionEvent.Connected event) {
            throw new IllegalStateException("thrown by the observer");
        }
    }

    @Test
    void anObserverThatFailsHarmsNobody() {
        try (LogCapture log = new LogCapture(); ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            at(broker, Failing.class, Observer.class).start();
            await().atMost(PATIENCE).until(() -> told.contains("async Connected"));

            assertThat(log.lines("ERROR"))
                    .anyMatch(line -> line.contains("an observer of Connected has failed")
                            && line.contains("thrown by the observer"));
        }
    }

    @ApplicationScoped
    static class Everywhere implements ConnectionListener {

        @Override
        public void onEvent(ConnectionEvent event) {
            told.add("everywhere " + event.getClass().getSimpleName());
        }
    }

    @ApplicationScoped
    @Identifier("in")
    static class OfTheChannel implements ConnectionListener {

        @Override
        public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
            return Uni.createFrom().item(attempt.withCredentials("ann", "token " + event.attempt()));
        }

        @Override
        public Uni<Boolean> mayReconnect(ConnectionEvent.Ended event) {
            return Uni.createFrom().item(event.reasonCode() != 0x8A);
        }
    }

    @ApplicationScoped
    @Identifier("other")
    static class OfAnother extends OfTheChannel {

        @Override
        public void onEvent(ConnectionEvent event) {
            told.add("another");
        }

        @Override
        public Uni<ConnectAttempt> beforeConnect(ConnectionEvent.Connecting event, ConnectAttempt attempt) {
            throw new IllegalStateException("not its connection");
        }
    }

    @Test
    void listenersAreBeansOfAllConnectionsOrOfOne() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x88, "")).close();
        }, connection -> {
            connection.expect("CONNECT");
            connection.send(Packets.connAck5(false, 0x8A, "")).close();
        })) {
            at(broker, Everywhere.class, OfTheChannel.class, OfAnother.class).connector("version", "5").start();
            await().atMost(PATIENCE).until(() -> told.contains("everywhere GivenUp"));

            assertThat(told).containsExactly("everywhere Connecting", "everywhere Failed", "everywhere Waiting",
                    "everywhere Connecting", "everywhere Failed", "everywhere GivenUp");
            assertThat(broker.received("CONNECT")).extracting(packet -> text(packet.connect().payload().passwordInBytes()))
                    .containsExactly("token 1", "token 2");
            HealthReport.ChannelInfo liveness = application.connector().getReadiness().getChannels().iterator().next();
            assertThat(liveness.getMessage()).contains("Banned", "a connection listener allows no other attempt");
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes);
    }

    @ApplicationScoped
    static class Tokens implements CredentialsSource {

        static final AtomicInteger given = new AtomicInteger();

        @Override
        public Uni<Credentials> credentials(String provider, String bean) {
            return Uni.createFrom().item(() -> switch (given.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("the vault is sealed");
                case 2 -> null;
                default -> new Credentials(provider, "token " + given);
            }).runSubscriptionOn(Infrastructure.getDefaultExecutor());
        }
    }

    @ApplicationScoped
    @Identifier("second")
    static class SecondTokens implements CredentialsSource {

        @Override
        public Uni<Credentials> credentials(String provider, String bean) {
            return Uni.createFrom().item(new Credentials(null, bean + " token"));
        }
    }

    @Test
    void credentialsAreAskedForBeforeEachConnect() {
        MosquittoBroker.assumeInstalled();
        MosquittoBroker broker = new MosquittoBroker();
        broker.user("vault", "token 3");
        try (LogCapture log = new LogCapture(); broker) {
            broker.start();
            application = new TestApplication(broker).beans(Reader.class, Tokens.class, SecondTokens.class).incoming("in")
                    .connector("credentials-provider", "vault").connector("reconnect-interval-seconds", "0").start();
            await().atMost(PATIENCE).until(() -> application.connector().getReadiness().isOk());

            assertThat(log.lines("WARN"))
                    .anyMatch(line -> line.contains("the credentials provider 'vault' has failed: the vault is sealed"))
                    .anyMatch(line -> line.contains("the credentials provider 'vault' has failed: it gives no credentials"));
            assertThat(log.lines()).noneMatch(line -> line.contains("token 3"));
        }
    }

    @Test
    void theBeanToAskCanBeNamedAndTheConfiguredUserNameStays() {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            at(broker, Tokens.class, SecondTokens.class).connector("credentials-provider", "second")
                    .connector("username", "ann").start();
            MqttConnectPayload payload = broker.awaitReceived("CONNECT", 1).get(0).connect().payload();

            assertThat(payload.userName()).isEqualTo("ann");
            assertThat(text(payload.passwordInBytes())).isEqualTo("second token");
        }
    }

    @Test
    void credentialsThatNobodyGivesAreAnErrorOfTheStart() {
        try (ScriptedBroker broker = ScriptedBroker.start(Conversation::serve)) {
            at(broker).connector("credentials-provider", "vault").connector("password", "secret").connector("version", "5");

            assertThatThrownBy(application::start)
                    .hasStackTraceContaining("attribute 'credentials-provider', value 'vault': there is"
                            + " no CDI bean that gives credentials, or there are several and none is named 'vault'; make one of"
                            + " type " + CredentialsSource.class.getName())
                    .hasStackTraceContaining("contradicts password; leave out one of them");
        }
    }

    @Test
    void theTraceIsAnAttributeAndCanBeSwitchedWhileTheApplicationRuns() {
        try (ScriptedBroker broker = ScriptedBroker.start(connection -> {
            connection.accept();
            connection.grant(0);
            connection.publish("in", 0, 0, "some text");
            connection.serve();
        }); LogCapture log = new LogCapture(Level.INFO)) {
            at(broker).beans(Writer.class).outgoing("out").incoming("in", "trace", "payload:4").start();
            MqttConnections connections = application.get(MqttConnections.class);
            await().atMost(PATIENCE).until(() -> log.lines().stream()
                    .anyMatch(line -> line.contains("MQTT connection 'me' (channels in, out) from ")
                            && line.endsWith("topic 'in', QoS 0, 9 bytes \"some\"…")));
            connections.trace("out", TraceLevel.OFF);
            application.get(Writer.class).send("not traced");
            broker.awaitReceived("PUBLISH", 1);
            connections.trace("me", TraceLevel.HEADERS);
            application.get(Writer.class).send("traced");
            broker.awaitReceived("PUBLISH", 2);

            assertThat(connections.all()).as("one connection, although one channel is traced").hasSize(1);
            assertThat(log.lines().stream().filter(line -> line.contains("topic 'out'"))).singleElement().asString()
                    .contains("topic 'out', QoS 0, 6 bytes").doesNotContain("traced");
            assertThatThrownBy(() -> connections.trace("nowhere", TraceLevel.OFF)).hasMessageContaining("'nowhere'")
                    .hasMessageContaining("[in, out]");
        }
    }

    @ApplicationScoped
    static class Writer extends ConnectorFixture.Producer {
    }
}
