package io.quarkiverse.mqttx.session.simulation;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** The bytes a packet has on the wire, worked out from the specification and not from the code under test. */
final class PacketSize {

    private PacketSize() {
    }

    static int of(Packet packet, ProtocolVersion version) {
        int remaining = 0;
        if (packet instanceof Publish publish) {
            remaining = string(publish.topic()) + (publish.qos() > 0 ? 2 : 0) + properties(publish.properties(), version,
                    publish.topicAlias() == 0 ? 0 : 3) + publish.payload().length;
        } else if (packet instanceof Ack ack) {
            boolean shortForm = !version.is5() || ack.reasonCode() == 0 && ack.properties().isEmpty();
            remaining = 2 + (shortForm ? 0 : 1) + (ack.properties().isEmpty() ? 0 : properties(ack.properties(), version));
        } else if (packet instanceof Subscribe subscribe) {
            remaining = 2 + properties(subscribe.properties(), version);
            for (Subscription subscription : subscribe.subscriptions()) {
                remaining += string(subscription.filter()) + 1;
            }
        } else if (packet instanceof Unsubscribe unsubscribe) {
            remaining = 2 + properties(unsubscribe.properties(), version);
            for (String filter : unsubscribe.filters()) {
                remaining += string(filter);
            }
        } else if (packet instanceof Auth auth) {
            remaining = 1 + properties(auth.properties(), version);
        } else if (packet instanceof Connect connect) {
            remaining = connect(connect);
        } else if (packet instanceof Disconnect disconnect) {
            boolean shortForm = !version.is5() || disconnect.reasonCode() == 0 && disconnect.properties().isEmpty();
            remaining = shortForm ? 0
                    : 1 + (disconnect.properties().isEmpty() ? 0 : properties(disconnect.properties(), version));
        } else if (packet instanceof ConnAck connAck) {
            remaining = 2 + properties(connAck.properties(), version);
        } else if (packet instanceof SubAck subAck) {
            remaining = 2 + properties(subAck.properties(), version) + subAck.codes().length;
        } else if (packet instanceof UnsubAck unsubAck) {
            remaining = 2 + properties(unsubAck.properties(), version) + unsubAck.codes().length;
        }
        return 1 + variableByteInteger(remaining) + remaining;
    }

    /** Without will and credentials, of which the simulation has none. */
    private static int connect(Connect connect) {
        return string(connect.version().protocolName()) + 4 + properties(connect.properties(), connect.version())
                + string(connect.clientId());
    }

    private static int properties(Properties properties, ProtocolVersion version) {
        return properties(properties, version, 0);
    }

    private static int properties(Properties properties, ProtocolVersion version, int more) {
        if (!version.is5()) {
            return 0;
        }
        int length = more;
        for (int i = 0; i < properties.size(); i++) {
            length += 1 + value(properties, i);
        }
        return variableByteInteger(length) + length;
    }

    private static int value(Properties properties, int index) {
        Object value = properties.value(index);
        return switch (properties.name(index).wireType()) {
            case BYTE -> 1;
            case TWO_BYTE_INTEGER -> 2;
            case FOUR_BYTE_INTEGER -> 4;
            case VARIABLE_BYTE_INTEGER -> variableByteInteger((Integer) value);
            case STRING -> string((String) value);
            case BINARY -> 2 + ((byte[]) value).length;
            case STRING_PAIR -> string(((UserProperty) value).name()) + string(((UserProperty) value).value());
        };
    }

    private static int string(String text) {
        return 2 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int variableByteInteger(int value) {
        return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;
    }
}
