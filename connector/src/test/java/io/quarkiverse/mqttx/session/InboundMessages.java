package io.quarkiverse.mqttx.session;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.mqttx.session.packet.Publish;

/** Inbound messages without a session, for tests of what lies above it. */
public final class InboundMessages {

    private InboundMessages() {
    }

    public static InboundMessage of(String topic, String payload, int qos) {
        return new InboundMessage(
                new Publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false, false, qos == 0 ? 0 : 1,
                        io.quarkiverse.mqttx.session.packet.Properties.EMPTY),
                1);
    }
}
