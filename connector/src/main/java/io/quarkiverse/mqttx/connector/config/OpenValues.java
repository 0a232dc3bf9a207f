package io.quarkiverse.mqttx.connector.config;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.connector.config.model.ConnectionSettings;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.RecordedConnection;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.topic.MqttString;
import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * What the build could not know of a connection: where it leads, and who logs in there. Values that are at all unusual are left
 * to {@link ConnectionReader}, which has the words for them.
 */
record OpenValues(ChannelAttributes config, RecordedConnection recorded) {

    /** What may be open. */
    static final Set<String> ATTRIBUTES = Set.of("host", "port", "client-id", "username", "password");

    /** The connection with them; {@code null} when one of them is unusual. */
    ConnectionSettings read() {
        if (recorded.open().isEmpty()) {
            return recorded.settings();
        }
        try {
            SessionSettings session = recorded.settings().session();
            List<ServerAddress> servers = recorded.settings().servers();
            ServerAddress first = servers.get(0);
            String host = HostName.of(text("host", first.host(), ServersReader.LOCAL));
            int port = isOpen("port") ? config.single("port", Integer.class).orElse(ServersReader.port(first.tls()))
                    : first.port();
            String clientId = text("client-id", session.clientId(), "");
            String username = text("username", session.login().username(), null);
            String password = isOpen("password") ? config.single("password", String.class).orElse("") : null;
            boolean usual = HostName.isHost(host) && port >= 1 && port <= WireLimits.MAX_TWO_BYTES
                    && (!isOpen("client-id") || isPlain(clientId) && !session.versions().equals(Set.of(ProtocolVersion.V3_1)))
                    && (username == null || isPlain(username)) && (password == null || username != null && isSecret(password));
            if (!usual) {
                return null;
            }
            return recorded.settings().with(servers.size() > 1 ? servers : List.of(new ServerAddress(host, port, first.tls())),
                    clientId, new Login(username, password));
        } catch (NoSuchElementException | IllegalArgumentException noValue) {
            return null;
        }
    }

    private boolean isOpen(String attribute) {
        return recorded.open().contains(attribute);
    }

    /** @param unlessSet what an open one counts when it is not set */
    private String text(String attribute, String built, String unlessSet) {
        Optional<String> value = isOpen(attribute) ? config.single(attribute, String.class) : Optional.empty();
        return value.orElse(isOpen(attribute) ? unlessSet : built);
    }

    private static boolean isPlain(String text) {
        return MqttString.problem("text", text) == null && MqttString.controlProblem("text", text) == null
                && text.equals(text.strip());
    }

    private static boolean isSecret(String password) {
        return !password.isEmpty() && !password.endsWith("\n") && MqttString.encodedLength(password) <= MqttString.MAX_BYTES;
    }
}
