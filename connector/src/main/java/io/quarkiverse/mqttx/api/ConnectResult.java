package io.quarkiverse.mqttx.api;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The answer of a broker to CONNECT: its CONNACK (MQTT-5.0 §3.2).
 *
 * @param version of the CONNECT that was answered
 * @param reasonCode a code of {@link ReasonCode}, 0 when it accepted; the return codes of MQTT 3.x are translated
 * @param sessionPresent whether the broker goes on with a session; always false in MQTT 3.1, which does not tell
 * @param reasonString what the broker added for people, in MQTT 5
 * @param userProperties what the broker added for programs, in MQTT 5; names may repeat
 * @param negotiated what holds on the connection; empty when it was refused
 */
public record ConnectResult(ProtocolVersion version, int reasonCode, boolean sessionPresent, Optional<String> reasonString,
        List<UserProperty> userProperties, Optional<NegotiatedSettings> negotiated) {

    public boolean isAccepted() {
        return negotiated.isPresent();
    }

    /** What the broker said, as it may be logged. */
    @Override
    public String toString() {
        return "ConnectResult[version=" + version + ", reasonCode=" + reasonCode + ", sessionPresent=" + sessionPresent
                + ", reasonString=" + reasonString.map(SafeText::of) + ", userProperties=" + userProperties + ", negotiated="
                + negotiated + "]";
    }
}
