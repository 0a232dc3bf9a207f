package io.quarkiverse.mqttx.session.packet;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * CONNECT (MQTT-5.0 §3.1).
 *
 * @param cleanStart called Clean Session in MQTT 3.x
 * @param keepAliveSeconds 0 to 65535, 0 disables
 * @param will the will message, or {@code null}
 * @param username or {@code null}
 * @param password or {@code null}
 */
public record Connect(ProtocolVersion version, String clientId, boolean cleanStart, int keepAliveSeconds, Will will,
        String username,
        byte[] password, Properties properties) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.CONNECT;
    }

    /** Without the credentials, so that it can be logged. */
    @Override
    public String toString() {
        return "Connect[version=" + version + ", clientId=" + clientId + ", cleanStart=" + cleanStart + ", keepAliveSeconds="
                + keepAliveSeconds + ", will=" + (will == null ? "none" : will.topic()) + "]";
    }
}
