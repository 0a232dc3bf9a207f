package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * The negative acknowledgement of a message: PUBACK or PUBREC with a code that says why (MQTT-5.0 §3.4.2.1, §3.5.2.1). For the
 * broker the message is done with, as after a positive one.
 *
 * @param reasonCode one of 0x80, 0x83, 0x87, 0x90, 0x97 and 0x99, see {@link ReasonCode}
 * @param reasonString for the people at the broker, or {@code null}; with an escape for what a broker may refuse; an
 *        over-long one is left out
 */
public record Rejection(int reasonCode, String reasonString) {

    /** @throws IllegalArgumentException for a code with which no message can be rejected */
    public Rejection {
        switch (reasonCode) {
            case ReasonCode.UNSPECIFIED_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED,
                    ReasonCode.TOPIC_NAME_INVALID, ReasonCode.QUOTA_EXCEEDED, ReasonCode.PAYLOAD_FORMAT_INVALID ->
                {
                }
            default -> throw new IllegalArgumentException("a message cannot be rejected with " + ReasonCode.describe(reasonCode)
                    + "; use 0x80, 0x83, 0x87, 0x90, 0x97 or 0x99");
        }
    }
}
