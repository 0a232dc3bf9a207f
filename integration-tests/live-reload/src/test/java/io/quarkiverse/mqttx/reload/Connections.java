package io.quarkiverse.mqttx.reload;

import java.util.regex.Pattern;

/**
 * The connections of the client {@code meter}, as mosquitto's log has them.
 *
 * @param opened in all
 * @param disconnected ended by DISCONNECT
 * @param lost ended otherwise, such as by another connection with the same client id
 * @param subscriptions filters that the client has asked for
 */
record Connections(long opened, long disconnected, long lost, long subscriptions) {

    static Connections in(String log) {
        long disconnected = count(log, ": Client meter disconnected\\.");
        long ended = count(log, ": Client meter (?!connected)");
        return new Connections(count(log, "New client connected from \\S+ as meter "), disconnected, ended - disconnected,
                count(log, ": meter \\d readings/"));
    }

    private static long count(String log, String pattern) {
        return Pattern.compile(pattern).matcher(log).results().count();
    }
}
