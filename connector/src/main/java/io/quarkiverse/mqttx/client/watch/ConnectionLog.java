package io.quarkiverse.mqttx.client.watch;

import java.util.HashMap;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * What an operator reads about a connection. A broker that is down for a night must not fill the log: a failure that repeats is
 * logged the 1st, 8th, 16th, 32nd time and so on.
 */
final class ConnectionLog {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx.connection");

    private static final int DIFFERENT_FAILURES = 32;
    private static final int FIRST_REPETITION = 8;

    private final ConnectionName name;
    private final Map<String, Integer> failures = new HashMap<>();

    ConnectionLog(ConnectionName name) {
        this.name = name;
    }

    void connected(ServerAddress server, NegotiatedSettings negotiated) {
        failures.clear();
        LOG.infof("%s: connected to %s with MQTT %s as '%s', %s session", name, server, negotiated.version(),
                SafeText.of(negotiated.clientId()), negotiated.sessionPresent() ? "resumed the" : "new");
    }

    /** An accepted connection is gone. */
    void lost(ServerAddress server, String reason, long delayMillis) {
        LOG.warnf("%s: lost the connection to %s: %s. Next attempt in %d ms", name, server, reason,
                delayMillis);
    }

    /** An attempt has failed. */
    void failed(ServerAddress server, String reason, long delayMillis) {
        String failure = server + ": " + reason;
        if (failures.size() >= DIFFERENT_FAILURES && !failures.containsKey(failure)) {
            failures.clear();
        }
        int times = failures.merge(failure, 1, Integer::sum);
        boolean worthALine = times == 1 || times >= FIRST_REPETITION && Integer.bitCount(times) == 1;
        LOG.logf(worthALine ? Logger.Level.WARN : Logger.Level.DEBUG,
                "%s: no connection to %s. Next attempt in %d ms%s", name, failure, delayMillis,
                times == 1 ? "" : " (" + times + " times the same)");
    }

    void gaveUp(String message) {
        LOG.errorf("%s: %s", name, message);
    }

    void stopped() {
        LOG.infof("%s: closed, because the application ends", name);
    }

    void disconnected() {
        LOG.infof("%s: disconnected by the application", name);
    }

    void notice(String message) {
        LOG.infof("%s: %s", name, message);
    }

    void unexpected(Throwable failure) {
        LOG.errorf(SafeText.of(failure), "%s: an unexpected failure", name);
    }
}
