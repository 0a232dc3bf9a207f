package io.quarkiverse.mqttx.client;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ChangeStore;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;
import io.quarkiverse.mqttx.client.model.SessionPersistence;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.Presence;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.ShutdownOptions;
import io.quarkiverse.mqttx.session.model.TimingOptions;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Will;
import io.quarkiverse.mqttx.transport.TransportSettings;
import io.vertx.core.net.NetClientOptions;

/** The settings of a client in a test: all versions, a clean session, quick retries for ever. */
public final class ClientOptions {

    private final List<ServerAddress> servers;
    private Set<ProtocolVersion> versions = EnumSet.allOf(ProtocolVersion.class);
    private String clientId = "tested";
    private boolean cleanStart = true;
    private long sessionExpirySeconds;
    private int connectTimeoutMillis = 10_000;
    private long connAckTimeoutMillis = 10_000;
    private long ackTimeoutMillis;
    private int keepAliveSeconds = 30;
    private String username;
    private String password;
    private Will will;
    private FlowOptions flow = FlowOptions.DEFAULT;
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private SessionPersistence keeping;
    private ReconnectSettings reconnect = new ReconnectSettings(true, -1, 10, 100, false, Map.of());

    private ClientOptions(List<ServerAddress> servers) {
        this.servers = servers;
    }

    public static ClientOptions to(ServerAddress... servers) {
        return new ClientOptions(List.of(servers));
    }

    public ClientOptions version(ProtocolVersion version) {
        versions = EnumSet.of(version);
        return this;
    }

    /** A session that the broker keeps. */
    ClientOptions persistentSession(String id) {
        clientId = id;
        cleanStart = false;
        sessionExpirySeconds = 3600;
        return this;
    }

    /** A session that is kept over the end of the process. */
    ClientOptions keptIn(ChangeStore store) {
        keeping = new SessionPersistence(() -> store, Set.of());
        return persistentSession(clientId);
    }

    /** For TCP and TLS. */
    ClientOptions connectTimeout(int millis) {
        connectTimeoutMillis = millis;
        return this;
    }

    ClientOptions connAckTimeout(long millis) {
        connAckTimeoutMillis = millis;
        return this;
    }

    ClientOptions ackTimeout(long millis) {
        ackTimeoutMillis = millis;
        return this;
    }

    public ClientOptions keepAlive(int seconds) {
        keepAliveSeconds = seconds;
        return this;
    }

    ClientOptions options(ConnectOptions more) {
        options = more;
        return this;
    }

    public ClientOptions user(String name, String secret) {
        username = name;
        password = secret;
        return this;
    }

    ClientOptions presence(String topic, int qos) {
        options = new ConnectOptions(false, null,
                new Presence(topic, "online".getBytes(StandardCharsets.UTF_8), "offline".getBytes(StandardCharsets.UTF_8),
                        qos),
                options.shutdown());
        return this;
    }

    /** A will on this topic. */
    ClientOptions will(String topic) {
        will = new Will(topic, "gone".getBytes(StandardCharsets.UTF_8), 1, false, Properties.EMPTY);
        return this;
    }

    ClientOptions onShutdown(boolean will, boolean endSession) {
        options = new ConnectOptions(false, null, options.presence(),
                new ShutdownOptions(will, endSession ? 0 : ShutdownOptions.KEEP));
        return this;
    }

    ClientOptions followingRedirects() {
        reconnect = new ReconnectSettings(reconnect.enabled(), reconnect.attempts(), reconnect.initialMillis(),
                reconnect.maximumMillis(), true, reconnect.reactions());
        return this;
    }

    public ClientOptions reconnect(boolean enabled, int attempts, long initialMillis, long maximumMillis) {
        reconnect = new ReconnectSettings(enabled, attempts, initialMillis, maximumMillis, false, reconnect.reactions());
        return this;
    }

    public ClientOptions reaction(int code, ReconnectAction reaction) {
        reconnect = new ReconnectSettings(reconnect.enabled(), reconnect.attempts(), reconnect.initialMillis(),
                reconnect.maximumMillis(), reconnect.followRedirects(), Map.of(code, reaction));
        return this;
    }

    /** @param incoming how many the broker may use */
    ClientOptions topicAliases(int incoming, int outgoing) {
        flow = new FlowOptions(incoming, outgoing, flow.firstSubscriptionIdentifier(), flow.qos2WindowBefore5(),
                flow.controlCharacters());
        return this;
    }

    /** Whatever a broker makes of them. */
    ClientOptions controlCharacters() {
        flow = new FlowOptions(flow.topicAliasMaximum(), flow.outgoingTopicAliases(), flow.firstSubscriptionIdentifier(),
                flow.qos2WindowBefore5(), true);
        return this;
    }

    ClientOptions identifiersFrom(int first) {
        flow = flow.identifiersFrom(first);
        return this;
    }

    ClientSettings build() {
        SessionSettings session = new SessionSettings(versions, clientId, cleanStart, sessionExpirySeconds,
                new TimingOptions(keepAliveSeconds, true, connAckTimeoutMillis, ackTimeoutMillis),
                new LimitOptions(100, 1024 * 1024, 100), new Login(username, password),
                options.presence() == null ? will : options.presence().will(Properties.EMPTY), options, flow);
        TransportSettings transport = new TransportSettings(new NetClientOptions().setConnectTimeout(connectTimeoutMillis),
                null,
                1024 * 1024, new TransportSettings.TcpKeepAlive(false, -1, -1, -1));
        return new ClientSettings("test", servers, session, transport, reconnect, null, keeping);
    }
}
