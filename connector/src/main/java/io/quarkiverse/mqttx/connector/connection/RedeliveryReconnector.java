package io.quarkiverse.mqttx.connector.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ConnectionEvent;
import io.quarkiverse.mqttx.api.ConnectionListener;
import io.quarkiverse.mqttx.client.ReconnectingClient;
import io.quarkiverse.mqttx.connector.config.model.RedeliverSettings;
import io.quarkiverse.mqttx.connector.support.EventLoop;

/**
 * Reconnects with the same session, so that the broker sends again the messages that were left unacknowledged: it does
 * so in a new connection only [MQTT-4.4.0-1], and until then these messages occupy its window. All channels of the
 * connection share this. Touched on the event loop of the connection.
 */
public final class RedeliveryReconnector implements ConnectionListener {

    private static final Logger log = Logger.getLogger(RedeliveryReconnector.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final ReconnectingClient client;
    private final EventLoop eventLoop;
    /** So many messages may be left to the broker before it can hardly send others. */
    private final int bound;
    /** Left to the broker in this connection. */
    private int leftUnacked;
    /** When the connection is to be renewed, in milliseconds of {@link #now()}. */
    private long due = NEVER;
    private long earliest = Long.MIN_VALUE;

    /** @param receiveMaximum the window that the broker is offered */
    public RedeliveryReconnector(ReconnectingClient client, int receiveMaximum) {
        this.client = client;
        this.eventLoop = new EventLoop(client.context());
        this.bound = Math.max(1, receiveMaximum / 2);
        client.onConnection("renewal of the connection", this);
    }

    /** A message was left to the broker. */
    public void wanted(String channel, RedeliverSettings settings) {
        leftUnacked++;
        long now = now();
        boolean many = leftUnacked >= Math.min(bound, settings.maxLeftUnacked());
        long at = Math.max(earliest, many ? now : now + settings.delay().toMillis());
        if (at < due) {
            due = at;
            eventLoop.after(Duration.ofMillis(at - now), () -> {
                if (due == at) {
                    renew(channel, settings);
                }
            });
        }
    }

    private void renew(String channel, RedeliverSettings settings) {
        due = NEVER;
        earliest = now() + settings.minInterval().toMillis();
        log.infof("%s is renewed under the same session, so that the broker sends %d nacked message(s) again"
                + " (failure-strategy redeliver of channel '%s')", client.describe(), leftUnacked, channel);
        client.renew();
    }

    /** What was left to the broker before comes again in this connection. */
    @Override
    public void onEvent(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Connected) {
            leftUnacked = 0;
            due = NEVER;
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
