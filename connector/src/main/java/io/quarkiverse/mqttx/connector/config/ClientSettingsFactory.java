package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.SessionPersistence;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;
import io.quarkiverse.mqttx.connector.config.model.TlsConfiguration;
import io.quarkiverse.mqttx.connector.store.EntrySessionStore;
import io.quarkiverse.mqttx.connector.store.FileSessionStore;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.SessionStore;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.transport.TransportSettings;
import io.vertx.core.net.NetClientOptions;

/** Makes the settings of a client from what channels want of their connection. */
public final class ClientSettingsFactory {

    private static final String CLIENT_ID_PREFIX = "mqttx";
    /** Together with the prefix 23 characters: what every broker of every version takes [MQTT-3.1.3-5]. */
    private static final int CLIENT_ID_RANDOM = 18;
    private static final String CLIENT_ID_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** So many that an earlier process hardly ever had the same, and so few that three bytes are enough for them. */
    private static final int FIRST_IDENTIFIERS = 2_000_000;

    private final BeanLookup beans;
    private final SecureRandom random = new SecureRandom();

    public ClientSettingsFactory(BeanLookup beans) {
        this.beans = beans;
    }

    /**
     * The options of the network connection: the attributes over the options the channel names.
     *
     * @param customizer has the last word
     */
    public NetClientOptions options(ConnectionConfiguration connection, UnaryOperator<NetClientOptions> customizer) {
        TlsConfiguration tls = connection.settings().network().tls();
        boolean bare = connection.settings().network().optionsName() == null;
        NetClientOptions options = bare ? new NetClientOptions()
                : new NetClientOptions(beans.clientOptions(connection.settings().network().optionsName()).orElseThrow());
        if (bare || connection.sets(CONNECT_TIMEOUT_SECONDS)) {
            options.setConnectTimeout(Math.toIntExact(connection.settings().session().timing().connectTimeoutMillis()));
        }
        if (tls.keyStore() != null) {
            options.setKeyCertOptions(tls.keyStore());
        }
        if (tls.trustStore() != null) {
            options.setTrustOptions(tls.trustStore());
        }
        if (bare || connection.sets(TRUST_ALL)) {
            options.setTrustAll(tls.trustAll());
        }
        // Vert.x verifies no host name by default, so what the bean says counts only when it says something
        if (isNone(options.getHostnameVerificationAlgorithm()) || connection.sets(SSL_HOSTNAME_VERIFICATION_ALGORITHM)) {
            options.setHostnameVerificationAlgorithm(tls.hostnameVerification());
        }
        return customizer.apply(options);
    }

    /**
     * @param maxInflight of all channels that share the connection
     * @param options of the network connection, from {@link #options}
     * @param filters what the channels of the connection subscribe to
     */
    public ClientSettings settings(ConnectionConfiguration connection, int maxInflight, NetClientOptions options,
            Set<String> filters) {
        SessionSettings s = connection.settings().session();
        String clientId = s.clientId() == null ? generateClientId() : s.clientId();
        SessionSettings session = s.with(clientId, maxInflight, s.flow().identifiersFrom(firstIdentifier(s)));
        TransportSettings transport = new TransportSettings(options, connection.settings().network().serverName(),
                s.limits().maxPacketSize(),
                connection.settings().network().tcpKeepAlive());
        EnhancedAuthentication mechanism = connection.settings().authentication().mechanism() == null ? null
                : beans.authentication(connection.settings().authentication().mechanism());
        if (mechanism != null) {
            checkMethod(connection, mechanism.method(), session);
            session = session.with(new AuthenticationMethod(mechanism.method(), mechanism.sendsCredentials()));
        }
        return new ClientSettings(clientId.isEmpty() ? connection.channel() : clientId, connection.settings().servers(),
                session,
                transport, connection.settings().reconnect(), mechanism, keeping(connection, clientId, filters));
    }

    private static void checkMethod(ConnectionConfiguration connection, String method, SessionSettings session) {
        String problem = MqttString.problem("authentication method", method);
        if (problem == null && !session.flow().controlCharacters()) {
            problem = MqttString.controlProblem("authentication method", method);
        }
        if (problem != null) {
            throw new InvalidConfigurationException(List.of(new ConfigurationProblem(connection.channel(), "authentication",
                    connection.settings().authentication().mechanism(), problem)));
        }
    }

    private SessionPersistence keeping(ConnectionConfiguration connection, String clientId, Set<String> filters) {
        StoreConfiguration store = connection.settings().store();
        if (store == null) {
            return null;
        }
        SessionStore.Request request = new SessionStore.Request(connection.channel(), clientId,
                connection.settings().servers().stream().map(server -> server.host() + ":" + server.port()).toList(),
                store.directory());
        if (store.isFile()) {
            return new SessionPersistence(() -> new FileSessionStore(request, store.syncsToDisk()), filters);
        }
        SessionStore.Factory factory = beans.sessionStore(store.store());
        return new SessionPersistence(() -> EntrySessionStore.open(store.store(), factory, request), filters);
    }

    /**
     * The broker may have messages with identifiers of an earlier process in a session that it keeps, and they must not look
     * like those of this one.
     */
    private int firstIdentifier(SessionSettings session) {
        return session.cleanStart() ? 1 : 1 + random.nextInt(FIRST_IDENTIFIERS);
    }

    private String generateClientId() {
        StringBuilder id = new StringBuilder(CLIENT_ID_PREFIX);
        for (int i = 0; i < CLIENT_ID_RANDOM; i++) {
            id.append(CLIENT_ID_CHARACTERS.charAt(random.nextInt(CLIENT_ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private static boolean isNone(String algorithm) {
        return algorithm == null || algorithm.isEmpty();
    }
}
