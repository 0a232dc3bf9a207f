package io.quarkiverse.mqttx.sample;

import java.time.Instant;
import java.util.List;

/**
 * The state of things, for the page.
 *
 * @param limit an average above this raises the alarm, in degrees Celsius
 */
public record Status(List<Connection> connections, Counters.Snapshot counters, double limit) {

    /**
     * A connection to a broker.
     *
     * @param channel the first channel that uses it
     * @param state for example {@code CONNECTED} or {@code WAITING}
     * @param version the MQTT version negotiated; {@code null} while there is no connection
     * @param reason why it is not connected; {@code null} when it is
     * @param since when it got into this state
     * @param reconnects how often it was connected again
     */
    public record Connection(String channel, String state, String version, String host, int port, boolean tls, String clientId,
            String reason, Instant since, long reconnects) {
    }
}
