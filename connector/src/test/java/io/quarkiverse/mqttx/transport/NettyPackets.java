package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;
import io.quarkiverse.mqttx.session.packet.Will;

/** Translates between our packets and those of Netty's codec, which serves as the second opinion on the wire format. */
final class NettyPackets {

    private NettyPackets() {
    }

    /** A channel whose encoder has learned the version as a server's does. */
    static EmbeddedChannel serverEncoder(ProtocolVersion version) {
        EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
        channel.writeOutbound(MqttMessageBuilders.connect().clientId("x").cleanSession(true)
                .protocolVersion(MqttVersion.fromProtocolNameAndLevel(version.protocolName(), (byte) version.level())).build());
        channel.<ByteBuf> readOutbound().release();
        return channel;
    }

    /** The bytes in which Netty's encoder writes a packet of a server. */
    static ByteBuf encode(EmbeddedChannel encoder, Packet packet, ProtocolVersion version) {
        encoder.writeOutbound(toNetty(packet, version.is5()));
        ByteBuf bytes = Unpooled.buffer();
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            bytes.writeBytes(part);
            part.release();
        }
        return bytes;
    }

    private static MqttMessage toNetty(Packet packet, boolean v5) {
        MqttMessageType type = MqttMessageType.valueOf(packet.type().ordinal());
        MqttQoS headerQos = packet.type() == PacketType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        MqttFixedHeader header = new MqttFixedHeader(type, false, headerQos, false, 0);
        if (packet instanceof Publish p) {
            return new MqttPublishMessage(
                    new MqttFixedHeader(type, p.duplicate(), MqttQoS.valueOf(p.qos()), p.retain(), 0),
                    new MqttPublishVariableHeader(p.topic(), p.packetId(), toNetty(withAlias(p))),
                    Unpooled.wrappedBuffer(p.payload()));
        } else if (packet instanceof Ack p) {
            return new MqttMessage(header, v5
                    ? new MqttPubReplyMessageVariableHeader(p.packetId(), (byte) p.reasonCode(), toNetty(p.properties()))
                    : MqttMessageIdVariableHeader.from(p.packetId()));
        } else if (packet instanceof ConnAck p) {
            return new MqttConnAckMessage(header, new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) p.code()),
                    p.sessionPresent(), toNetty(p.properties())));
        } else if (packet instanceof SubAck p) {
            return new MqttSubAckMessage(header,
                    new MqttMessageIdAndPropertiesVariableHeader(p.packetId(), toNetty(p.properties())),
                    new MqttSubAckPayload(p.codes()));
        } else if (packet instanceof UnsubAck p) {
            List<Short> codes = new ArrayList<>();
            for (int code : p.codes()) {
                codes.add((short) code);
            }
            return new MqttUnsubAckMessage(header,
                    new MqttMessageIdAndPropertiesVariableHeader(p.packetId(), toNetty(p.properties())),
                    new MqttUnsubAckPayload(codes));
        } else if (packet instanceof Disconnect p) {
            return new MqttMessage(header, new MqttReasonCodeAndPropertiesVariableHeader((byte) p.reasonCode(),
                    toNetty(p.properties())));
        } else if (packet instanceof Auth p) {
            return new MqttMessage(header, new MqttReasonCodeAndPropertiesVariableHeader((byte) p.reasonCode(),
                    toNetty(p.properties())));
        }
        return new MqttMessage(header);
    }

    /** For Netty the alias is one of the properties. */
    private static Properties withAlias(Publish publish) {
        if (publish.topicAlias() == 0) {
            return publish.properties();
        }
        Properties.Builder all = Properties.builder().add(Property.TOPIC_ALIAS, publish.topicAlias());
        for (int i = 0; i < publish.properties().size(); i++) {
            all.add(publish.properties().name(i), publish.properties().value(i));
        }
        return all.build();
    }

    private static MqttProperties toNetty(Properties properties) {
        MqttProperties result = new MqttProperties();
        for (int i = 0; i < properties.size(); i++) {
            Object value = properties.value(i);
            int id = properties.name(i).id();
            if (value instanceof Number number) {
                result.add(new MqttProperties.IntegerProperty(id, number.intValue()));
            } else if (value instanceof String text) {
                result.add(new MqttProperties.StringProperty(id, text));
            } else if (value instanceof byte[] bytes) {
                result.add(new MqttProperties.BinaryProperty(id, bytes));
            } else {
                UserProperty pair = (UserProperty) value;
                result.add(new MqttProperties.UserProperty(pair.name(), pair.value()));
            }
        }
        return result;
    }

    /** What Netty's decoder has read, as our packet. */
    static Packet fromNetty(MqttMessage message, ProtocolVersion version) {
        if (message.decoderResult().isFailure()) {
            throw new AssertionError("Netty cannot decode it", message.decoderResult().cause());
        }
        PacketType type = PacketType.values()[message.fixedHeader().messageType().value()];
        return switch (type) {
            case CONNECT -> connect((MqttConnectMessage) message, version);
            case PUBLISH -> publish((MqttPublishMessage) message);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> ack(type, message);
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> new Unsubscribe(((MqttUnsubscribeMessage) message).variableHeader().messageId(),
                    ((MqttUnsubscribeMessage) message).payload().topics(),
                    fromNetty(((MqttUnsubscribeMessage) message).idAndPropertiesVariableHeader().properties()));
            case PINGREQ -> Ping.REQUEST;
            case DISCONNECT -> {
                var header = (MqttReasonCodeAndPropertiesVariableHeader) message.variableHeader();
                yield header == null ? new Disconnect(0)
                        : new Disconnect(header.reasonCode() & 0xFF, fromNetty(header.properties()));
            }
            case AUTH -> {
                var header = (MqttReasonCodeAndPropertiesVariableHeader) message.variableHeader();
                yield new Auth(header.reasonCode() & 0xFF, fromNetty(header.properties()));
            }
            default -> throw new AssertionError("No packet of a client: " + type);
        };
    }

    private static Connect connect(MqttConnectMessage message, ProtocolVersion version) {
        MqttConnectVariableHeader header = message.variableHeader();
        MqttConnectPayload payload = message.payload();
        if (!header.name().equals(version.protocolName()) || header.version() != version.level()) {
            throw new AssertionError("Wrong protocol " + header);
        }
        Will will = !header.isWillFlag() ? null
                : new Will(payload.willTopic(), payload.willMessageInBytes(), header.willQos(), header.isWillRetain(),
                        fromNetty(payload.willProperties()));
        return new Connect(version, payload.clientIdentifier(), header.isCleanSession(), header.keepAliveTimeSeconds(), will,
                payload.userName(), payload.passwordInBytes(), fromNetty(header.properties()));
    }

    private static Publish publish(MqttPublishMessage message) {
        MqttFixedHeader header = message.fixedHeader();
        int qos = header.qosLevel().value();
        try {
            return new Publish(message.variableHeader().topicName(), ByteBufUtil.getBytes(message.payload()), qos,
                    header.isRetain(), header.isDup(), qos == 0 ? 0 : message.variableHeader().packetId(),
                    fromNetty(message.variableHeader().properties()), alias(message.variableHeader().properties()));
        } finally {
            message.release();
        }
    }

    private static int alias(MqttProperties properties) {
        MqttProperties.MqttProperty<?> alias = properties.getProperty(Property.TOPIC_ALIAS.id());
        return alias == null ? 0 : (Integer) alias.value();
    }

    private static Ack ack(PacketType type, MqttMessage message) {
        if (message.variableHeader() instanceof MqttPubReplyMessageVariableHeader header) {
            return new Ack(type, header.messageId(), header.reasonCode() & 0xFF, fromNetty(header.properties()));
        }
        return new Ack(type, ((MqttMessageIdVariableHeader) message.variableHeader()).messageId());
    }

    private static Subscribe subscribe(MqttSubscribeMessage message) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.payload().topicSubscriptions()) {
            subscriptions.add(new Subscription(wanted.topicFilter(), wanted.option().qos().value(), wanted.option().isNoLocal(),
                    wanted.option().isRetainAsPublished(), wanted.option().retainHandling().value()));
        }
        return new Subscribe(message.variableHeader().messageId(), subscriptions,
                fromNetty(message.idAndPropertiesVariableHeader().properties()));
    }

    private static Properties fromNetty(MqttProperties properties) {
        Properties.Builder result = Properties.builder();
        for (MqttProperties.MqttProperty<?> netty : properties.listAll()) {
            Property property = Property.byId(netty.propertyId());
            if (property == Property.TOPIC_ALIAS) {
                continue;
            }
            if (netty instanceof MqttProperties.UserProperties pairs) {
                pairs.value().forEach(pair -> result.add(property, new UserProperty(pair.key, pair.value)));
            } else if (property.wireType() == Property.Type.FOUR_BYTE_INTEGER) {
                result.add(property, Integer.toUnsignedLong((Integer) netty.value()));
            } else {
                result.add(property, netty.value());
            }
        }
        return result.build();
    }
}
