package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.session.packet.Packet;

/**
 * One network connection: a stream of bytes in each direction. It can be cut between any two bytes, of each direction by
 * itself; be closed by either end; or go silent, in one direction or both, without either end being told.
 */
final class Link {

    /** One end of the connection. */
    interface End {

        void received(Packet packet);

        /** A part of a packet has come. */
        default void partReceived() {
        }

        /** The connection lags behind, or has caught up: so many packets have left. */
        default void written(Link link, long packets, boolean all) {
        }

        /** What came is no MQTT; nothing more comes. */
        void garbage();

        /** Told once. */
        void closed(boolean byPeer);
    }

    private static final long LOOK_MILLIS = 250;

    private final World world;
    private final End client;
    private final Wire wire;
    private final Direction up;
    private final Direction down;
    private boolean cut;
    /** The broker does not answer any more. */
    private boolean mute;
    /** Packets of the client, and those of them that have left. */
    private long given;
    private long left;
    private boolean behind;
    private long lastThrough;
    /** The longest that a packet of the broker had to wait for those before it. */
    private long longestLag;

    Link(World world, End client, End broker) {
        this.world = world;
        this.client = client;
        wire = Wire.of(world);
        up = new Direction(world, "client ->", broker);
        down = new Direction(world, "broker ->", client);
    }

    void toBroker(Packet packet) {
        world.trace.add(up.name(), "", packet);
        wire.toBroker(packet, up);
        given++;
        if (world.scenario.bytesPerSecond > 0 && !up.isFrozen()) {
            lag(given);
        }
        misfortune();
    }

    /** The socket of the client tells how far it has come: that it is behind, and then each time it looks. */
    private void lag(long packet) {
        long through = up.through();
        if (through > world.loop.now() && !behind) {
            behind = true;
            tellAt(world.loop.now());
        }
        for (long at = Math.max(lastThrough, world.loop.now()) + LOOK_MILLIS; at < through; at += LOOK_MILLIS) {
            tellAt(at);
        }
        lastThrough = through;
        world.loop.at(through, () -> {
            left = packet;
            if (behind) {
                behind = given > packet;
                client.written(this, left, !behind);
            }
        });
    }

    private void tellAt(long time) {
        world.loop.at(time, () -> {
            if (behind) {
                client.written(this, left, false);
            }
        });
    }

    void toClient(Packet packet) {
        world.trace.add(down.name(), "", packet);
        if (world.fault(world.scenario.garbagePerPacket)) {
            garbageToClient();
        } else {
            longestLag = Math.max(longestLag, down.through() - world.loop.now());
            wire.toClient(packet, down);
        }
        misfortune();
    }

    /** Bytes that are no MQTT. */
    void garbageToClient() {
        world.trace.add(down.name(), "garbage");
        wire.garbage(down);
    }

    private void misfortune() {
        if (world.fault(world.scenario.cutPerPacket)) {
            world.loop.after(world.delay(world.scenario.latencyMillis), this::cut);
        } else if (world.fault(world.scenario.freezePerPacket)) {
            boolean onlyDown = world.dice.chance(0.3);
            if (!onlyDown) {
                up.freeze();
            }
            if (onlyDown || world.dice.chance(0.7)) {
                down.freeze();
            }
            world.trace.add("network", "silent", (up.isFrozen() ? "up " : "") + (down.isFrozen() ? "down" : ""));
        }
    }

    /** Whether it was neither the broker nor the client that ended it. */
    boolean isCut() {
        return cut;
    }

    void goesMute() {
        mute = true;
    }

    /** Whether bytes move, and the broker answers what it gets. */
    boolean isAlive() {
        return !isSilent() && !mute && !up.isEnded() && !down.isEnded();
    }

    /** Whether an answer of the broker may have stood so long behind messages of its own. */
    boolean hasLagged(long millis) {
        return longestLag >= millis;
    }

    boolean isSilent() {
        return up.isFrozen() || down.isFrozen();
    }

    /** Whether the client has closed its end. */
    boolean isClosing() {
        return up.isEnded();
    }

    /** The connection breaks; a random part of what is under way still arrives. A silent connection stays silent. */
    void cut() {
        if (up.isEnded() || down.isEnded() || isSilent()) {
            return;
        }
        world.trace.add("network", "cut");
        cut = true;
        up.lose();
        down.lose();
        up.end(false);
        down.end(world.dice.chance(0.5));
    }

    /** The client closes: what it has sent arrives. */
    void closeByClient() {
        up.end(true);
        if (!world.scenario.readsWhileClosing) {
            down.cutOff();
        }
        down.endWithoutWaiting();
    }

    void closeByBroker() {
        down.end(true);
        up.cutOff();
        up.endWithoutWaiting();
    }
}
