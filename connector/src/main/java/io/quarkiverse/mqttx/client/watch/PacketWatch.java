package io.quarkiverse.mqttx.client.watch;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * The one place where the packets of a client can be watched, in both directions: by the application's callbacks, and by the
 * operator in the log. Used on the event loop.
 */
@OnEventLoop
public final class PacketWatch {

    /** At DEBUG it shows headers without being asked by the attribute {@code trace}. */
    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx.packets");

    private static final long DUMP_INTERVAL_MILLIS = 60_000;

    private final ConnectionName name;
    private final MonotonicClock clock;
    private final PacketCallbacks callbacks = new PacketCallbacks();
    private TraceLevel level = TraceLevel.OFF;
    /** Whether anybody but the log at DEBUG watches. */
    private boolean watched;
    private long nextDump;

    public PacketWatch(ConnectionName name, MonotonicClock clock) {
        this.name = name;
        this.clock = clock;
    }

    public void trace(TraceLevel wanted) {
        level = wanted;
        update();
    }

    public void add(PacketType type, PacketCallbacks.Callback callback) {
        callbacks.add(type, callback);
        update();
    }

    public void remove(PacketType type, PacketCallbacks.Callback callback) {
        callbacks.remove(type, callback);
        update();
    }

    private void update() {
        watched = level.headers() || !callbacks.isEmpty();
    }

    /** Asked before each packet; {@link #saw} is to be called only if it is true. */
    public boolean isActive() {
        return watched || LOG.isDebugEnabled();
    }

    /** A packet that goes out now, or that has come in and is handed on now. */
    public void saw(boolean sent, ServerAddress server, Packet packet) {
        if (level.headers()) {
            LOG.info(line(sent, server, packet));
        } else if (LOG.isDebugEnabled()) {
            LOG.debug(line(sent, server, packet));
        }
        callbacks.call(sent, packet);
    }

    private String line(boolean sent, ServerAddress server, Packet packet) {
        String line = name + (sent ? " to " : " from ") + server + ": " + PacketText.of(packet);
        return level.payloadBytes() > 0 && packet instanceof Publish publish && publish.payload().length > 0
                ? line + " " + PacketText.payload(publish.payload(), level.payloadBytes())
                : line;
    }

    /** The connection ends because of an error: shows how it came to it. A broker that errs again and again fills no log. */
    public void dump(ServerAddress server, String reason, PacketRing last) {
        if (clock.now() >= nextDump && !last.isEmpty()) {
            nextDump = clock.now() + DUMP_INTERVAL_MILLIS;
            LOG.warnf("%s: the last packets before the connection to %s ended (%s):%s", name, server, reason,
                    last);
        }
    }
}
