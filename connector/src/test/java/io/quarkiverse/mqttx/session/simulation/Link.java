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

        /** What came is no MQTT; nothing more comes. */
        void garbage();

        /** Told once. */
        void closed(boolean byPeer);
    }

    private final World world;
    private final Wire wire;
    private final Direction up;
    private final Direction down;
    private boolean cut;

    Link(World world, End client, End broker) {
        this.world = world;
        wire = Wire.of(world);
        up = new Direction(world, "client ->", broker);
        down = new Direction(world, "broker ->", client);
    }

    void toBroker(Packet packet) {
        world.trace.add(up.name(), "", packet);
        wire.toBroker(packet, up);
        misfortune();
    }

    void toClient(Packet packet) {
        world.trace.add(down.name(), "", packet);
        if (world.fault(world.scenario.garbagePerPacket)) {
            garbageToClient();
        } else {
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
