package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.session.packet.Packet;

/**
 * One network connection: a queue of packets in each direction, each packet with a random delay, in order. It can be cut
 * between any two packets, closed by either end, or go silent without either end being told.
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
    private final Direction up;
    private final Direction down;

    Link(World world, End client, End broker) {
        this.world = world;
        up = new Direction("client ->", broker);
        down = new Direction("broker ->", client);
    }

    void toBroker(Packet packet) {
        up.send(packet);
        misfortune();
    }

    void toClient(Packet packet) {
        down.send(packet);
        misfortune();
    }

    /** Bytes that are no MQTT. */
    void garbageToClient() {
        down.sendGarbage();
    }

    private void misfortune() {
        if (world.fault(world.scenario.cutPerPacket)) {
            world.loop.after(world.delay(world.scenario.latencyMillis), this::cut);
        } else if (world.fault(world.scenario.freezePerPacket)) {
            boolean onlyDown = world.dice.chance(0.3);
            up.frozen |= !onlyDown;
            down.frozen |= onlyDown || world.dice.chance(0.7);
            world.trace.add("network", "silent", (up.frozen ? "up " : "") + (down.frozen ? "down" : ""));
        }
    }

    boolean isSilent() {
        return up.frozen || down.frozen;
    }

    /** Whether the client has closed its end. */
    boolean isClosing() {
        return up.ended;
    }

    /** The connection breaks; a random part of what is under way still arrives. A silent connection stays silent. */
    void cut() {
        if (up.ended || down.ended || up.frozen || down.frozen) {
            return;
        }
        world.trace.add("network", "cut");
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

    private final class Direction {

        private final String name;
        private final End receiver;
        private long lastArrival;
        private int sent;
        private int arrived;
        private int arriveUpTo = Integer.MAX_VALUE;
        private boolean ended;
        private boolean frozen;

        Direction(String name, End receiver) {
            this.name = name;
            this.receiver = receiver;
        }

        void send(Packet packet) {
            world.trace.add(name, "", packet);
            if (world.fault(world.scenario.garbagePerPacket) && this == down) {
                sendGarbage();
                return;
            }
            schedule(() -> receiver.received(packet));
        }

        void sendGarbage() {
            world.trace.add(name, "garbage");
            schedule(() -> {
                cutOff();
                receiver.garbage();
            });
        }

        private void schedule(Runnable arrival) {
            if (ended || frozen) {
                return;
            }
            int number = ++sent;
            lastArrival = Math.max(lastArrival, world.loop.now() + world.delay(world.scenario.latencyMillis));
            world.loop.at(lastArrival, () -> {
                if (number <= arriveUpTo) {
                    arrived = number;
                    arrival.run();
                }
            });
        }

        void lose() {
            int underWay = sent - arrived;
            arriveUpTo = Math.min(arriveUpTo, arrived + (underWay == 0 ? 0 : world.dice.between(0, underWay)));
        }

        void cutOff() {
            arriveUpTo = Math.min(arriveUpTo, arrived);
        }

        /** The receiver learns of the end after what is still to arrive; on a silent connection it does not. */
        void end(boolean byPeer) {
            if (!ended && !frozen) {
                ended = true;
                world.loop.at(Math.max(lastArrival, world.loop.now()), () -> receiver.closed(byPeer));
            }
        }

        /** This end has closed and is told so a little later. */
        void endWithoutWaiting() {
            if (!ended) {
                ended = true;
                world.loop.after(world.delay(20), () -> {
                    cutOff();
                    receiver.closed(false);
                });
            }
        }
    }
}
