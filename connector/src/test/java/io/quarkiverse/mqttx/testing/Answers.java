package io.quarkiverse.mqttx.testing;

import java.util.List;

import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.quarkiverse.mqttx.api.ProtocolVersion;

/** What an obliging broker answers. */
final class Answers {

    private Answers() {
    }

    /** The answer, or {@code null} where none is due. */
    static byte[] to(RawPacket packet, ProtocolVersion version) {
        return switch (packet.type()) {
            case "CONNECT" -> Packets.connAck(version);
            case "PUBLISH" -> switch (packet.qos()) {
                case 1 -> Packets.pubAck(packet.packetId());
                case 2 -> Packets.pubRec(packet.packetId());
                default -> null;
            };
            case "PUBREC" -> Packets.pubRel(packet.packetId());
            case "PUBREL" -> Packets.pubComp(packet.packetId());
            case "SUBSCRIBE" -> Packets.subAck(version, packet.packetId(), wantedQos(packet));
            case "UNSUBSCRIBE" -> Packets.unsubAck(version, packet.packetId(), new int[filters(packet)]);
            case "PINGREQ" -> Packets.pingResp();
            default -> null;
        };
    }

    private static int[] wantedQos(RawPacket packet) {
        List<MqttTopicSubscription> wanted = ((MqttSubscribeMessage) packet.message()).payload().topicSubscriptions();
        return wanted.stream().mapToInt(subscription -> subscription.option().qos().value()).toArray();
    }

    private static int filters(RawPacket packet) {
        return ((MqttUnsubscribeMessage) packet.message()).payload().topics().size();
    }
}
