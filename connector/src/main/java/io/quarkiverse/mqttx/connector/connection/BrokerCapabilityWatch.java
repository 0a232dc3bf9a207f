package io.quarkiverse.mqttx.connector.connection;

import java.util.ArrayList;
import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.api.NegotiatedSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.connector.config.ConnectionConfiguration;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;

/**
 * Warns in one line when the broker does not support what the channels of a connection are configured to do; again only
 * when that changes. For any thread.
 */
final class BrokerCapabilityWatch implements ConnectionListener {

    private static final Logger log = Logger.getLogger("io.quarkiverse.mqttx.connection");

    private final ConnectionConfiguration connection;
    private final List<IncomingSettings> incoming = new ArrayList<>();
    private final List<OutgoingSettings> outgoing = new ArrayList<>();
    private volatile List<String> conflicts = List.of();
    private String adjustments = "";
    private ConnectionEvent.Connected connected;

    BrokerCapabilityWatch(ConnectionConfiguration connection) {
        this.connection = connection;
    }

    synchronized void receives(IncomingSettings channel) {
        incoming.add(channel);
        compare();
    }

    synchronized void sends(OutgoingSettings channel) {
        outgoing.add(channel);
        compare();
    }

    /** What was not as configured at the last connection. */
    List<String> conflicts() {
        return conflicts;
    }

    @Override
    public synchronized void onEvent(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Connected now) {
            connected = now;
            compare();
        }
    }

    private void compare() {
        if (connected == null) {
            return;
        }
        NegotiatedSettings broker = connected.negotiated();
        List<String> found = BrokerCapabilityCheck.conflicts(connection, incoming, outgoing, broker);
        if (!found.isEmpty() && !found.equals(conflicts)) {
            log.warnf("%s: not all is possible with %s as configured: %s", ConnectionName.of(connected), connected.server(),
                    String.join("; ", found));
        }
        conflicts = found;
        adjusted(broker);
    }

    /** What the broker may well change, and what does no harm. */
    private void adjusted(NegotiatedSettings broker) {
        SessionSettings session = connection.settings().session();
        String found = (broker.keepAliveSeconds() == session.timing().keepAliveSeconds() ? ""
                : " keep-alive-seconds is " + broker.keepAliveSeconds() + " instead of " + session.timing().keepAliveSeconds()
                        + ".")
                + (broker.receiveMaximum() >= session.limits().maxInflight() ? ""
                        : " No more than " + broker.receiveMaximum() + " messages of QoS 1 and 2 are sent ahead"
                                + " (max-inflight-queue=" + session.limits().maxInflight() + ").");
        if (!found.isEmpty() && !found.equals(adjustments)) {
            log.debugf("%s: as the broker wants it:%s", ConnectionName.of(connected), found);
        }
        adjustments = found;
    }
}
