package io.quarkiverse.mqttx.client;

import java.util.Arrays;
import java.util.List;

import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.PacketType;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.Subscription;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;
import io.quarkiverse.mqttx.session.packet.UserProperty;

/**
 * A packet on its way to the broker or from it, for reading only (MQTT-5.0 §2). It shows no credentials. What the packet's type
 * does not have is 0, {@code false}, {@code null} or an empty list.
 */
public final class MqttPacket {

    private final Packet packet;
    private final boolean sent;

    MqttPacket(boolean sent, Packet packet) {
        this.sent = sent;
        this.packet = packet;
    }

    /** The type in its fixed header. */
    public PacketType type() {
        return packet.type();
    }

    /** Whether it goes to the broker. */
    public boolean isSent() {
        return sent;
    }

    /** Whether it has come from the broker. */
    public boolean isReceived() {
        return !sent;
    }

    /** The packet identifier, 1 to 65535; 0 where there is none, as in a PUBLISH with QoS 0. */
    public int packetId() {
        if (packet instanceof Publish publish) {
            return publish.packetId();
        } else if (packet instanceof Ack ack) {
            return ack.packetId();
        } else if (packet instanceof Subscribe subscribe) {
            return subscribe.packetId();
        } else if (packet instanceof SubAck subAck) {
            return subAck.packetId();
        } else if (packet instanceof Unsubscribe unsubscribe) {
            return unsubscribe.packetId();
        } else if (packet instanceof UnsubAck unsubAck) {
            return unsubAck.packetId();
        }
        return 0;
    }

    /** The topic of a PUBLISH as it stands in the packet: empty where a topic alias stands for it. */
    public String topic() {
        return packet instanceof Publish publish ? publish.topic() : null;
    }

    /** A copy of the payload of a PUBLISH. */
    public byte[] payload() {
        return packet instanceof Publish publish ? publish.payload().clone() : null;
    }

    /** How many bytes the payload of a PUBLISH has. */
    public int payloadLength() {
        return packet instanceof Publish publish ? publish.payload().length : 0;
    }

    /** The QoS of a PUBLISH. */
    public int qos() {
        return packet instanceof Publish publish ? publish.qos() : 0;
    }

    /** The retain flag of a PUBLISH. */
    public boolean retain() {
        return packet instanceof Publish publish && publish.retain();
    }

    /** The DUP flag of a PUBLISH. */
    public boolean duplicate() {
        return packet instanceof Publish publish && publish.duplicate();
    }

    /** The topic filters of a SUBSCRIBE or UNSUBSCRIBE. */
    public List<String> filters() {
        if (packet instanceof Subscribe subscribe) {
            return subscribe.subscriptions().stream().map(Subscription::filter).toList();
        }
        return packet instanceof Unsubscribe unsubscribe ? List.copyOf(unsubscribe.filters()) : List.of();
    }

    /**
     * The reason code of an acknowledgement, CONNACK, DISCONNECT or AUTH (MQTT-5.0 §2.4); in a CONNACK of MQTT 3.x the return
     * code.
     */
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

    /** The reason codes of a SUBACK or UNSUBACK, one for each filter. */
    public List<Integer> reasonCodes() {
        if (packet instanceof SubAck subAck) {
            return Arrays.stream(subAck.codes()).boxed().toList();
        }
        return packet instanceof UnsubAck unsubAck ? Arrays.stream(unsubAck.codes()).boxed().toList() : List.of();
    }

    /** What the sender says about the reason code, in MQTT 5. */
    public String reasonString() {
        return PacketText.properties(packet).string(Property.REASON_STRING);
    }

    /** In their order, in MQTT 5. Those of CONNECT are left out: some brokers take tokens in them. */
    public List<UserProperty> userProperties() {
        return packet.type() == PacketType.CONNECT ? List.of() : PacketText.properties(packet).userProperties();
    }

    /** In one line, without payload and credentials. */
    @Override
    public String toString() {
        return (sent ? "sent " : "received ") + PacketText.of(packet);
    }
}
