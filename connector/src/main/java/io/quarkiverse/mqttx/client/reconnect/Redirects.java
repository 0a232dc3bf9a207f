package io.quarkiverse.mqttx.client.reconnect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * Goes where a broker refers the client to with 0x9C Use another server or 0x9D Server moved (MQTT-5.0 §4.11). A row of
 * redirections ends with a connection that holds, or with a delay; within a row no broker is gone to twice, and the row is
 * bounded.
 */
final class Redirects {

    /** In a row; more are a mistake of the brokers, which only waiting may mend. */
    static final int MAXIMUM = 5;

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int MAX_PORT = 65535;

    /** Of one reference; the others are passed over. */
    static final int MAXIMUM_TARGETS = 8;
    /** Before the second redirection of a row; doubles with each that follows. */
    private static final long FIRST_PAUSE_MILLIS = 200;

    private final boolean enabled;
    private final ServerRotation servers;
    private final BiPredicate<ServerAddress, ConnectAttempt> scope;
    private final Set<ServerAddress> visited = new HashSet<>();
    private int followed;
    /** Whether the last reference was not followed because of the credentials. */
    private boolean refused;

    /**
     * @param servers what the next attempt is made of
     * @param scope where credentials may go
     */
    Redirects(boolean enabled, ServerRotation servers, BiPredicate<ServerAddress, ConnectAttempt> scope) {
        this.enabled = enabled;
        this.servers = servers;
        this.scope = scope;
    }

    /**
     * Makes the next attempt go where the broker said, if it said so and that makes sense.
     *
     * @param prepared what the broker was told that refers to others; {@code null} when it was told nothing
     */
    boolean follow(ServerAddress from, ConnectAttempt prepared, DisconnectCause ending) {
        refused = false;
        if (!enabled || !isRedirect(ending)) {
            return false;
        }
        visited.add(from);
        List<ServerAddress> targets = new ArrayList<>(targets(ending.serverReference(), from.tls()));
        targets.removeAll(visited);
        refused = targets.removeIf(target -> !scope.test(target, prepared)) && targets.isEmpty();
        if (targets.isEmpty() || followed == MAXIMUM) {
            return false;
        }
        followed++;
        visited.addAll(targets);
        servers.redirect(targets, ending.code() == ReasonCode.SERVER_MOVED);
        return true;
    }

    /** How long to wait before the redirection that was followed last: a row of them must not be a storm. */
    long pauseMillis() {
        return followed < 2 ? 0 : FIRST_PAUSE_MILLIS << followed - 2;
    }

    /** The row is over: with a connection that has held, or because the next attempt waits. */
    void over() {
        visited.clear();
        followed = 0;
    }

    /** The same ending, and what can be done about a redirection that is not followed. */
    DisconnectCause explain(DisconnectCause ending) {
        if (!isRedirect(ending) || ending.serverReference() == null) {
            return ending;
        }
        String refers = ending.reason() + ". It refers to " + SafeText.quote(ending.serverReference());
        return ending.because(refused
                ? refers + ", and without verified TLS the password goes only to configured hosts; set ssl=true"
                        + " with trusted certificates, or name the host in 'servers'"
                : enabled ? refers + ", which is no address, or leads back to a server that was tried"
                        : refers + "; set follow-redirects=true to go there, or correct the address of the broker");
    }

    private static boolean isRedirect(DisconnectCause ending) {
        return ending.code() == ReasonCode.USE_ANOTHER_SERVER || ending.code() == ReasonCode.SERVER_MOVED;
    }

    /**
     * The addresses in a server reference: {@code host}, {@code host:port}, {@code [v6]:port}, separated by spaces. What
     * is none is left out.
     */
    static List<ServerAddress> targets(String reference, boolean tls) {
        List<ServerAddress> targets = new ArrayList<>();
        for (String text : reference == null ? new String[0] : reference.trim().split(" +")) {
            ServerAddress target = target(text, tls);
            if (target != null && !targets.contains(target)) {
                targets.add(target);
            }
            if (targets.size() == MAXIMUM_TARGETS) {
                break;
            }
        }
        return targets;
    }

    private static ServerAddress target(String text, boolean tls) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        boolean v6 = text.startsWith("[") && bracket > 0;
        // more than one colon outside of brackets can only be an IPv6 address without a port
        boolean bare = !v6 && colon >= 0 && text.indexOf(':', colon + 1) >= 0;
        String host = bare || colon < 0 ? text : text.substring(0, colon);
        int port = bare || colon < 0 ? tls ? TLS_PORT : PORT : port(text.substring(colon + 1));
        if (v6) {
            host = host.substring(1, host.length() - 1);
        }
        boolean usable = !host.isEmpty() && host.indexOf('/') < 0 && host.indexOf('@') < 0 && host.indexOf('[') < 0
                && host.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        return usable && port >= 1 && port <= MAX_PORT ? new ServerAddress(host, port, tls) : null;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
