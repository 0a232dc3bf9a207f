package io.quarkiverse.mqttx.benchmarks.throughput.clients;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.client.routing.Route;
import io.quarkiverse.mqttx.client.routing.RoutePlan;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.TopicFilter;
import io.quarkiverse.mqttx.transport.TransportSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** The engine of this project. */
final class EngineClient implements Subject {

    private static final int MAX_PACKET = 16 * 1024 * 1024;

    private final LongAdder received = new LongAdder();
    private final ReconnectingClient client;

    EngineClient(int port, int window) {
        SessionSettings session = new SessionSettings(Set.of(ProtocolVersion.V5), "engine", true, 0,
                new TimingOptions(0, false, 10_000, 0), new LimitOptions(window, MAX_PACKET, window),
                new Login(null, null), null, ConnectOptions.DEFAULT, FlowOptions.DEFAULT);
        client = ReconnectingClient.create(Vertx.vertx(),
                new ClientSettings("engine", List.of(new ServerAddress(Main.HOST, port, false)), session,
                        new TransportSettings(new NetClientOptions(), null, MAX_PACKET,
                                new TransportSettings.TcpKeepAlive(false, -1, -1, -1)),
                        new ReconnectSettings(true, -1, 100, 1000, false, Map.of()), null, null),
                new RoutePlan(List.of()));
        client.route(List.of(TopicFilter.of(Main.IN)), new Route() {
            @Override
            public void deliver(InboundMessage message) {
                received.increment();
                client.acknowledge(message);
            }

            @Override
            public void failed(Throwable cause) {
                throw new IllegalStateException(cause);
            }
        });
        client.subscribe(Subscription.of(Main.IN, 2), new SubscriptionListener() {
            @Override
            public void granted(int qos) {
                // the peer knows
            }

            @Override
            public void refused(int reasonCode, String reason) {
                throw new IllegalStateException(reason);
            }
        });
        client.start();
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void publish(int qos, byte[] payload, Runnable acknowledged) {
        client.publish(Publish.of(Main.OUT, payload, qos, false), new PublishCompletion() {
            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                acknowledged.run();
            }

            @Override
            public void failed(Throwable cause) {
                throw new IllegalStateException(cause);
            }
        });
    }
}
