package io.quarkiverse.mqttx.session;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.UserProperty;

/**
 * A message was not taken: refused by the broker with a reason code, or never sent because the broker has announced that it
 * would refuse it.
 */
public class PublishException extends RuntimeException {

    private final int reasonCode;
    private final transient Properties answer;

    /** Never sent, or refused without a word. */
    public PublishException(String message, int reasonCode) {
        this(message, reasonCode, Properties.EMPTY);
    }

    /** @param answer the properties of the acknowledgement that refuses it */
    public PublishException(String message, int reasonCode, Properties answer) {
        super(message, null, false, false);
        this.reasonCode = reasonCode;
        this.answer = answer;
    }

    /** A code of {@link ReasonCode}, 0x80 or above. */
    public int reasonCode() {
        return reasonCode;
    }

    /** What the broker added for people, in MQTT 5; it is part of the message, too. */
    public Optional<String> reasonString() {
        return answer == null ? Optional.empty() : Optional.ofNullable(answer.string(Property.REASON_STRING));
    }

    /** What the broker added for programs, in MQTT 5; names may repeat. */
    public List<UserProperty> userProperties() {
        return answer == null ? List.of() : answer.userProperties();
    }
}
