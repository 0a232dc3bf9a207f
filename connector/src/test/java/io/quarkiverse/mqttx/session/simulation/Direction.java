package io.quarkiverse.mqttx.session.simulation;

import java.util.function.IntConsumer;

/**
 * One direction of a network connection: bytes under way, in order, each portion with a random delay. It can be cut before any
 * of them, and fall silent without anybody being told.
 */
final class Direction {

    private final World world;
    private final String name;
    private final Link.End receiver;
    private long lastArrival;
    /** When the line is free for the next portion. */
    private long free;
    private int sent;
    private int arrived;
    /** The bytes after this one are lost. */
    private int arriveUpTo = Integer.MAX_VALUE;
    private boolean ended;
    private boolean frozen;

    Direction(World world, String name, Link.End receiver) {
        this.world = world;
        this.name = name;
        this.receiver = receiver;
    }

    String name() {
        return name;
    }

    Link.End receiver() {
        return receiver;
    }

    /** How much of so many bytes comes at once. */
    int part(int size) {
        int rate = world.scenario.bytesPerSecond;
        return rate == 0 ? size : Math.min(size, rate / 4);
    }

    /** When all that was sent has left. */
    long through() {
        return Math.max(free, world.loop.now());
    }

    boolean isEnded() {
        return ended;
    }

    boolean isFrozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    /**
     * Sends a portion of bytes.
     *
     * @param arrival told how many of them arrive, which is less than all where the stream is cut among them; not told when
     *        none
     *        does
     */
    void send(int size, IntConsumer arrival) {
        if (ended || frozen) {
            return;
        }
        int before = sent;
        sent += size;
        int rate = world.scenario.bytesPerSecond;
        free = Math.max(free, world.loop.now()) + (rate == 0 ? 0 : size * 1000L / rate);
        lastArrival = Math.max(lastArrival, free + world.delay(world.scenario.latencyMillis));
        world.loop.at(lastArrival, () -> {
            int count = Math.min(size, arriveUpTo - before);
            if (count > 0) {
                arrived += count;
                arrival.accept(count);
            }
        });
    }

    /** From here on nothing arrives but some of the bytes that are under way. */
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

    /** The receiver has closed itself, and is told so a little later. */
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
