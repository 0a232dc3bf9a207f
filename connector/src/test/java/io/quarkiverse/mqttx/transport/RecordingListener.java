package io.quarkiverse.mqttx.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.quarkiverse.mqttx.session.packet.Packet;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Keeps everything it is told, and on which context. */
class RecordingListener implements TransportListener {

    record Malformed(int reasonCode, String reason) {
    }

    final List<Packet> packets = new CopyOnWriteArrayList<>();
    final List<Malformed> malformed = new CopyOnWriteArrayList<>();
    final List<Boolean> writability = new CopyOnWriteArrayList<>();
    /** What the socket is said to have taken: packets, and whether that is all. */
    final List<String> written = new CopyOnWriteArrayList<>();
    volatile boolean incomplete;
    final List<Context> contexts = new CopyOnWriteArrayList<>();
    final AtomicInteger closedCalls = new AtomicInteger();
    volatile Throwable cause;
    volatile Consumer<Packet> onPacket = packet -> {
    };

    boolean isClosed() {
        return closedCalls.get() > 0;
    }

    @Override
    public void packetReceived(Packet packet) {
        packets.add(packet);
        contexts.add(Vertx.currentContext());
        onPacket.accept(packet);
    }

    @Override
    public void bytesReceived(boolean incomplete) {
        this.incomplete = incomplete;
    }

    @Override
    public void written(long packets, boolean all) {
        written.add(packets + (all ? " all" : ""));
        contexts.add(Vertx.currentContext());
    }

    @Override
    public void malformed(int reasonCode, String reason) {
        malformed.add(new Malformed(reasonCode, reason));
    }

    @Override
    public void writabilityChanged(boolean writable) {
        writability.add(writable);
        contexts.add(Vertx.currentContext());
    }

    @Override
    public void closed(Throwable cause) {
        this.cause = cause;
        contexts.add(Vertx.currentContext());
        closedCalls.incrementAndGet();
    }
}
