package io.quarkiverse.mqttx.api;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.topic.SafeText;

/**
 * The acknowledgement of a published message by the broker: PUBACK at QoS 1, PUBCOMP at QoS 2 (MQTT-5.0 §3.4, §3.7). At
 * QoS 0 there is none: the identifier is 0 and the code Success.
 *
 * @param packetId 1 to 65535, 0 at QoS 0
 * @param reasonCode a code of {@link ReasonCode} below 0x80; 0x10 says that nobody was subscribed. Always 0 in MQTT 3.x
 * @param reasonString what the broker added for people, in MQTT 5
 * @param userProperties what the broker added for programs, in MQTT 5; names may repeat
 */
public record PublishResult(int packetId, int reasonCode, Optional<String> reasonString, List<UserProperty> userProperties) {

    /** What the broker said, as it may be logged. */
    @Override
    public String toString() {
        return "PublishResult[packetId=" + packetId + ", reasonCode=" + reasonCode + ", reasonString="
                + reasonString.map(SafeText::of) + ", userProperties=" + userProperties + "]";
    }
}
