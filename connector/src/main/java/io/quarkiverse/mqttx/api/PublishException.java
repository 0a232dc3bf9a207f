package io.quarkiverse.mqttx.api;

import java.util.List;
import java.util.Optional;

/**
 * A message was not taken: refused by the broker with a reason code, or never sent because the broker has announced that it
 * would refuse it.
 */
public class PublishException extends RuntimeException {

    private final int reasonCode;
    private final String reasonString;
    private final transient List<UserProperty> userProperties;

    /** Never sent, or refused without a word. */
    public PublishException(String message, int reasonCode) {
        this(message, reasonCode, null, List.of());
    }

    /**
     * @param reasonString what the broker added for people, or {@code null}
     * @param userProperties what the broker added for programs
     */
    public PublishException(String message, int reasonCode, String reasonString, List<UserProperty> userProperties) {
        super(message, null, false, false);
        this.reasonCode = reasonCode;
        this.reasonString = reasonString;
        this.userProperties = userProperties;
    }

    /** A code of {@link ReasonCode}, 0x80 or above. */
    public int reasonCode() {
        return reasonCode;
    }

    /** What the broker added for people, in MQTT 5; it is part of the message, too. */
    public Optional<String> reasonString() {
        return Optional.ofNullable(reasonString);
    }

    /** What the broker added for programs, in MQTT 5; names may repeat. Empty after serialization. */
    public List<UserProperty> userProperties() {
        return userProperties == null ? List.of() : userProperties;
    }
}
