package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

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

/** Valid packets of every type, reproducible from a seed. */
final class RandomPackets {

    private static final Set<Property> IN_WILL = EnumSet.of(Property.PAYLOAD_FORMAT_INDICATOR, Property.MESSAGE_EXPIRY_INTERVAL,
            Property.CONTENT_TYPE, Property.RESPONSE_TOPIC, Property.CORRELATION_DATA, Property.WILL_DELAY_INTERVAL,
            Property.USER_PROPERTY);

    private static final String[] TEXTS = { "", "a", "sensors/1/temperature", "größe/é", "東京/温度", "😀/x", "x".repeat(127),
            "y".repeat(300) };
    private static final PacketType[] ACKS = { PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP };

    private final Random random;
    private final ProtocolVersion version;

    RandomPackets(long seed, ProtocolVersion version) {
        // Seeds next to each other would begin with nearly the same numbers
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        this.version = version;
    }

    Connect connect() {
        boolean user = random.nextBoolean();
        Will will = random.nextBoolean() ? null
                : new Will(topic(), bytes(50), random.nextInt(3), random.nextBoolean(), properties(null));
        return new Connect(version, "client-" + random.nextInt(1000), random.nextBoolean(), random.nextInt(65_536), will,
                user ? text() : null, user && random.nextBoolean() ? bytes(20) : null, properties(PacketType.CONNECT));
    }

    /** A packet that a client sends after CONNECT. */
    Packet fromClient() {
        return switch (random.nextInt(version.is5() ? 7 : 6)) {
            case 0, 1 -> publish();
            case 2 -> ack();
            case 3 -> subscribe();
            case 4 -> new Unsubscribe(id(), List.of(topic(), "#"), properties(PacketType.UNSUBSCRIBE));
            case 5 -> random.nextBoolean() ? Ping.REQUEST : disconnect();
            default -> new Auth(0x19, properties(PacketType.AUTH));
        };
    }

    /** A packet that a server sends. */
    Packet fromServer() {
        return switch (random.nextInt(version.is5() ? 8 : 6)) {
            case 0, 1 -> publish();
            case 2 -> ack();
            case 3 -> new SubAck(id(), new int[] { 0, 1, 2, 0x80 }, properties(PacketType.SUBACK));
            case 4 -> new UnsubAck(id(), version.is5() ? new int[] { 0, 0x11 } : new int[0], properties(PacketType.UNSUBACK));
            case 5 -> random.nextBoolean() ? Ping.RESPONSE
                    : new ConnAck(version != ProtocolVersion.V3_1 && random.nextBoolean(), random.nextInt(6),
                            properties(PacketType.CONNACK));
            case 6 -> disconnect();
            default -> new Auth(0x18, properties(PacketType.AUTH));
        };
    }

    Publish publish() {
        int qos = random.nextInt(3);
        byte[] payload = bytes(random.nextInt(20) == 0 ? 40_000 : 100);
        return new Publish(topic(), payload, qos, random.nextBoolean(), qos > 0 && random.nextBoolean(), qos > 0 ? id() : 0,
                properties(PacketType.PUBLISH), version.is5() && random.nextBoolean() ? id() : 0);
    }

    private Ack ack() {
        PacketType type = ACKS[random.nextInt(ACKS.length)];
        // Never 0 with properties: there Netty's encoder forgets user properties
        return version.is5() && random.nextBoolean() ? new Ack(type, id(), 0x92, properties(type)) : new Ack(type, id());
    }

    private Subscribe subscribe() {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            subscriptions.add(version.is5()
                    ? new Subscription(topic() + "/#", random.nextInt(3), random.nextBoolean(), random.nextBoolean(),
                            random.nextInt(3))
                    : Subscription.of(topic() + "/#", random.nextInt(3)));
        }
        return new Subscribe(id(), subscriptions, properties(PacketType.SUBSCRIBE));
    }

    private Disconnect disconnect() {
        return version.is5() && random.nextBoolean() ? new Disconnect(0x04, properties(PacketType.DISCONNECT))
                : new Disconnect(0);
    }

    /**
     * Properties that may stand in the packet, or in a will for {@code null}. Those of two bytes come first: Netty's decoder
     * overlooks one at the end of a list of 128 bytes or more.
     */
    private Properties properties(PacketType packet) {
        Properties.Builder properties = Properties.builder();
        if (!version.is5() || random.nextInt(3) == 0) {
            return Properties.EMPTY;
        }
        List<Property> shortFirst = Arrays.stream(Property.values())
                .sorted(Comparator.comparing(property -> property.wireType() != Property.Type.BYTE
                        && property.wireType() != Property.Type.VARIABLE_BYTE_INTEGER))
                .toList();
        for (Property property : shortFirst) {
            boolean allowed = packet == null ? IN_WILL.contains(property)
                    : property.allowedIn(packet) && property != Property.TOPIC_ALIAS;
            for (int i = random.nextInt(3); allowed && i > 0; i--) {
                properties.add(property, value(property));
                if (!property.repeatableIn(packet)) {
                    break;
                }
            }
        }
        return properties.build();
    }

    private Object value(Property property) {
        return switch (property.wireType()) {
            case BYTE -> random.nextInt(2);
            case TWO_BYTE_INTEGER -> 1 + random.nextInt(65_535);
            case FOUR_BYTE_INTEGER -> 1L + (random.nextInt() & 0xFFFF_FFFEL);
            case VARIABLE_BYTE_INTEGER -> 1 + random.nextInt(1 << 1 + random.nextInt(27));
            case STRING -> property == Property.RESPONSE_TOPIC ? topic() : text();
            case BINARY -> bytes(30);
            case STRING_PAIR -> new UserProperty(text(), text());
        };
    }

    private String topic() {
        return TEXTS[1 + random.nextInt(TEXTS.length - 1)];
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private int id() {
        return 1 + random.nextInt(65_535);
    }

    private byte[] bytes(int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        random.nextBytes(bytes);
        return bytes;
    }
}
