package io.quarkiverse.mqttx.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.reconnect.ReconnectRules;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Vert.x and the clients of one test; stops and closes them after it. */
public final class ClientFixture implements AfterEachCallback {

    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<ReconnectingClient> clients = new ArrayList<>();

    Vertx vertx() {
        return vertx;
    }

    public ReconnectingClient create(ClientOptions options) {
        return remember(ReconnectingClient.create(vertx, options.build(), new RoutePlan(List.of())));
    }

    /** With a delay after refusals that is short enough for a test. */
    ReconnectingClient createWithSlowDelay(ClientOptions options, long slowMillis) {
        ClientSettings settings = options.build();
        return remember(
                new ReconnectingClient(vertx, settings, new ReconnectRules(settings.reconnect(), settings.servers(),
                        new CredentialsScope(settings)::includes, () -> 0.5, slowMillis), new RoutePlan(List.of())));
    }

    private ReconnectingClient remember(ReconnectingClient client) {
        clients.add(client);
        return client;
    }

    public static ServerAddress address(TestBroker broker) {
        return new ServerAddress(broker.host(), broker.port(), false);
    }

    public static ServerAddress address(ScriptedBroker broker) {
        return new ServerAddress(broker.host(), broker.port(), false);
    }

    /** Waits for the future and returns its result; throws the cause when it fails. */
    public static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the client has done what was asked of it before, and what follows from that at once. */
    static void awaitTurns(ReconnectingClient client) throws Exception {
        for (int i = 0; i < 3; i++) {
            get(client.unsubscribe("wanted by nobody", new Grant()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (ReconnectingClient client : clients) {
            get(client.stop(Duration.ofSeconds(5)));
        }
        get(vertx.close());
    }
}
