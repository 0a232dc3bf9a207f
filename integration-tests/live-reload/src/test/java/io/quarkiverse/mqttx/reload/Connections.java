package io.quarkiverse.mqttx.reload;

/**
 * The application's connections, as mosquitto's log has them.
 *
 * @param opened in all
 * @param disconnected ended by DISCONNECT
 * @param lost ended otherwise, such as by another connection with the same client id
 * @param subscribed filters subscribed to
 * @param confirmed SUBACKs
 */
record Connections(int opened, int disconnected, int lost, int subscribed, int confirmed) {

    static Connections in(String log) {
        int opened = count(log, " as meter \\(");
        int disconnected = count(log, ": Client meter disconnected\\.");
        int ended = count(log, ": Client meter (already connected|closed|disconnected|has exceeded)");
        return new Connections(opened, disconnected, ended - disconnected, count(log, ": meter \\d readings/"),
                count(log, ": Sending SUBACK to meter"));
    }

    private static int count(String log, String pattern) {
        return (int) java.util.regex.Pattern.compile(pattern).matcher(log).results().count();
    }
}
