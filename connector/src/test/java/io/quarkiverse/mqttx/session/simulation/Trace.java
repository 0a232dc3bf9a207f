package io.quarkiverse.mqttx.session.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** What has happened, readable. Off in the first run of a seed: a run that fails is repeated with the trace on. */
final class Trace {

    private final int limit;
    private final EventLoop loop;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param limit the last lines that are kept; 0 switches the trace off */
    Trace(int limit, EventLoop loop) {
        this.limit = limit;
        this.loop = loop;
    }

    void add(String who, String what) {
        if (limit > 0) {
            line(who, what);
        }
    }

    void add(String who, String what, Object detail) {
        if (limit > 0) {
            line(who, what + " " + (detail instanceof Packet packet ? describe(packet) : detail));
        }
    }

    private void line(String who, String what) {
        if (lines.size() == limit) {
            lines.removeFirst();
        }
        lines.add(String.format("%9d %-8s %s", loop.now(), who, what));
    }

    static String describe(Packet packet) {
        if (packet instanceof Publish publish) {
            return "PUBLISH id=" + publish.packetId() + " q" + publish.qos() + (publish.duplicate() ? " DUP" : "")
                    + (publish.retain() ? " retain" : "") + " " + publish.topic()
                    + (publish.topicAlias() == 0 ? "" : "=" + publish.topicAlias()) + publish.properties() + " #"
                    + Payload.number(publish);
        }
        if (packet instanceof Ack ack) {
            return ack.type() + " id=" + ack.packetId()
                    + (ack.reasonCode() == 0 ? "" : " 0x" + Integer.toHexString(ack.reasonCode()));
        }
        if (packet instanceof Subscribe subscribe) {
            return "SUBSCRIBE id=" + subscribe.packetId() + " " + subscribe.subscriptions() + subscribe.properties();
        }
        if (packet instanceof Unsubscribe unsubscribe) {
            return "UNSUBSCRIBE id=" + unsubscribe.packetId() + " " + unsubscribe.filters();
        }
        if (packet instanceof SubAck subAck) {
            return "SUBACK id=" + subAck.packetId() + " " + Arrays.toString(subAck.codes());
        }
        if (packet instanceof UnsubAck unsubAck) {
            return "UNSUBACK id=" + unsubAck.packetId();
        }
        return packet.toString();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
