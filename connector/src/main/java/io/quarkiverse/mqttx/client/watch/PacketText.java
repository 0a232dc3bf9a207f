package io.quarkiverse.mqttx.client.watch;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;
import io.quarkiverse.mqttx.topic.SafeText;

/** Packets as people read them, each in one line and without credentials. */
public final class PacketText {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final int MAX_RETURN_CODE_3 = 5;
    /** How many reason codes, and how many properties, are shown of one packet. */
    private static final int SHOWN = 32;

    private PacketText() {
    }

    /** Without the payload. */
    public static String of(Packet packet) {
        StringBuilder text = new StringBuilder(packet.type().name());
        if (packet instanceof Publish publish) {
            publish(text, publish.topic(), publish.topicAlias(), publish.payload().length, publish.qos(), publish.packetId(),
                    publish.retain(),
                    publish.duplicate());
        } else if (packet instanceof Ack ack) {
            packetId(text, ack.packetId());
            if (ack.reasonCode() != ReasonCode.SUCCESS) {
                text.append(", ").append(ReasonCode.describe(ack.reasonCode()));
            }
        } else if (packet instanceof Connect connect) {
            connect(text, connect);
        } else if (packet instanceof ConnAck connAck) {
            text.append(' ').append(connAck.code() > 0 && connAck.code() <= MAX_RETURN_CODE_3
                    ? "return code " + connAck.code()
                    : ReasonCode.describe(connAck.code()));
            text.append(connAck.sessionPresent() ? ", session present" : "");
        } else if (packet instanceof Subscribe subscribe) {
            packetId(text, subscribe.packetId());
            subscribe.subscriptions().forEach(subscription -> subscription(text, subscription));
        } else if (packet instanceof Unsubscribe unsubscribe) {
            packetId(text, unsubscribe.packetId());
            unsubscribe.filters().forEach(filter -> text.append(", ").append(SafeText.quote(filter)));
        } else if (packet instanceof SubAck subAck) {
            packetId(text, subAck.packetId());
            codes(text, subAck.codes());
        } else if (packet instanceof UnsubAck unsubAck) {
            packetId(text, unsubAck.packetId());
            codes(text, unsubAck.codes());
        } else if (packet instanceof Disconnect disconnect) {
            text.append(' ').append(ReasonCode.describe(disconnect.reasonCode()));
        } else if (packet instanceof Auth auth) {
            text.append(' ').append(ReasonCode.describe(auth.reasonCode()));
        }
        properties(text, packet);
        return text.toString();
    }

    /** A PUBLISH of which only this is known. */
    static String publish(String topic, int alias, int bytes, int qos, int packetId, boolean retain, boolean duplicate) {
        StringBuilder text = new StringBuilder("PUBLISH");
        publish(text, topic, alias, bytes, qos, packetId, retain, duplicate);
        return text.toString();
    }

    private static void publish(StringBuilder text, String topic, int alias, int bytes, int qos, int packetId, boolean retain,
            boolean duplicate) {
        if (packetId != 0) {
            text.append(" packet ").append(packetId).append(',');
        }
        text.append(" topic ").append(SafeText.quote(topic));
        if (alias != 0) {
            text.append(" (alias ").append(alias).append(')');
        }
        text.append(", QoS ").append(qos).append(retain ? ", retain" : "").append(duplicate ? ", DUP" : "")
                .append(", ").append(bytes).append(" bytes");
    }

    private static void connect(StringBuilder text, Connect connect) {
        text.append(" MQTT ").append(connect.version()).append(", client id ").append(SafeText.quote(connect.clientId()))
                .append(connect.cleanStart() ? ", clean start" : "")
                .append(", keep-alive ").append(connect.keepAliveSeconds()).append(" s")
                .append(connect.username() == null ? "" : ", with user name")
                .append(connect.password() == null ? "" : ", with password");
        if (connect.will() != null) {
            text.append(", will on ").append(SafeText.quote(connect.will().topic())).append(", QoS ")
                    .append(connect.will().qos())
                    .append(connect.will().retain() ? ", retain" : "").append(", ").append(connect.will().payload().length)
                    .append(" bytes");
        }
    }

    private static void subscription(StringBuilder text, Subscription subscription) {
        text.append(", ").append(SafeText.quote(subscription.filter())).append(" QoS ").append(subscription.qos())
                .append(subscription.noLocal() ? " no-local" : "")
                .append(subscription.retainAsPublished() ? " retain-as-published" : "");
        if (subscription.retainHandling() != 0) {
            text.append(" retain-handling ").append(subscription.retainHandling());
        }
    }

    private static void packetId(StringBuilder text, int packetId) {
        text.append(" packet ").append(packetId);
    }

    private static void codes(StringBuilder text, int[] codes) {
        for (int i = 0; i < codes.length; i++) {
            if (i == SHOWN) {
                text.append(more(codes.length));
                break;
            }
            int code = codes[i];
            text.append(", ").append(ReasonCode.isFailure(code) ? ReasonCode.describe(code) : code);
        }
    }

    private static String more(int all) {
        return ", … (" + all + ")";
    }

    /** Binary data as its length only; and of the user properties of CONNECT, where tokens may stand, their names only. */
    private static void properties(StringBuilder text, Packet packet) {
        Properties properties = packet.properties();
        if (properties.size() > Properties.MAX_READ) {
            text.append(" {").append(properties.size()).append(" properties}");
            return;
        }
        for (int i = 0; i < properties.size(); i++) {
            if (i == SHOWN) {
                text.append(more(properties.size()));
                break;
            }
            Property name = properties.name(i);
            Object value = properties.value(i);
            text.append(i == 0 ? " {" : ", ").append(name).append('=');
            if (value instanceof byte[] bytes) {
                text.append(bytes.length).append(" bytes");
            } else if (value instanceof UserProperty pair) {
                text.append(SafeText.of(pair.name()));
                if (!(packet instanceof Connect)) {
                    text.append(':').append(SafeText.of(pair.value()));
                }
            } else {
                text.append(SafeText.of(value.toString()));
            }
        }
        text.append(properties.isEmpty() ? "" : "}");
    }

    /** The beginning of a payload: text if it is text, else hexadecimal digits. */
    public static String payload(byte[] payload, int bytes) {
        int shown = Math.min(payload.length, bytes);
        String text = text(payload, shown);
        String beginning = text == null ? HEX.formatHex(payload, 0, shown)
                : '"' + SafeText.ofPayload(text) + '"';
        return shown == payload.length ? beginning : beginning + "…";
    }

    private static String text(byte[] payload, int shown) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(shown);
        // where the end is cut off, half a character may stand there
        boolean whole = shown == payload.length;
        if (decoder.decode(ByteBuffer.wrap(payload, 0, shown), text, whole).isError()) {
            return null;
        }
        text.flip();
        boolean printable = text.chars().allMatch(c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t');
        return printable ? text.toString() : null;
    }
}
