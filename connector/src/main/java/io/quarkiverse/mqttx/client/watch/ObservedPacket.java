package io.quarkiverse.mqttx.client.watch;

import java.util.Arrays;
import java.util.List;

import io.quarkiverse.mqttx.api.MqttPacket;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** A packet as callbacks see it. Used on the event loop. */
record ObservedPacket(boolean isSent, Packet packet) implements MqttPacket {

    @Override
    public PacketType type() {
        return packet.type();
    }

    @Override
    public int packetId() {
        return packet.packetId();
    }

    @Override
    public String topic() {
        return packet instanceof Publish publish ? publish.topic() : null;
    }

    @Override
    public byte[] payload() {
        return packet instanceof Publish publish ? publish.payload().clone() : null;
    }

    @Override
    public int payloadLength() {
        return packet instanceof Publish publish ? publish.payload().length : 0;
    }

    @Override
    public int qos() {
        return packet instanceof Publish publish ? publish.qos() : 0;
    }

    @Override
    public boolean retain() {
        return packet instanceof Publish publish && publish.retain();
    }

    @Override
    public boolean duplicate() {
        return packet instanceof Publish publish && publish.duplicate();
    }

    @Override
    public List<String> filters() {
        if (packet instanceof Subscribe subscribe) {
            return subscribe.subscriptions().stream().map(Subscription::filter).toList();
        }
        return packet instanceof Unsubscribe unsubscribe ? List.copyOf(unsubscribe.filters()) : List.of();
    }

    @Override
    public int reasonCode() {
        if (packet instanceof Ack ack) {
            return ack.reasonCode();
        } else if (packet instanceof ConnAck connAck) {
            return connAck.code();
        } else if (packet instanceof Disconnect disconnect) {
            return disconnect.reasonCode();
        }
        return packet instanceof Auth auth ? auth.reasonCode() : 0;
    }

    @Override
    public List<Integer> reasonCodes() {
        if (packet instanceof SubAck subAck) {
            return Arrays.stream(subAck.codes()).boxed().toList();
        }
        return packet instanceof UnsubAck unsubAck ? Arrays.stream(unsubAck.codes()).boxed().toList() : List.of();
    }

    @Override
    public String reasonString() {
        return packet.properties().string(Property.REASON_STRING);
    }

    @Override
    public List<UserProperty> userProperties() {
        return packet.type() == PacketType.CONNECT ? List.of() : packet.properties().userProperties();
    }

    /** In one line, without payload and credentials. */
    @Override
    public String toString() {
        return (isSent ? "sent " : "received ") + PacketText.of(packet);
    }
}
