package io.quarkiverse.mqttx.api;

import java.util.List;
import java.util.Optional;

/** There is no connection, and none will come by itself: stopped, disconnected, or given up. */
public class MqttConnectionException extends RuntimeException {

    private final int reasonCode;
    private final String reasonString;
    private final String serverReference;
    private final transient List<UserProperty> userProperties;

    /**
     * @param message what happened and what helps, for people
     * @param reasonCode the broker's last reason code, 0 when there was none
     * @param cause or {@code null}
     */
    public MqttConnectionException(String message, int reasonCode, Throwable cause) {
        this(message, reasonCode, null, null, List.of(), cause);
    }

    /**
     * @param reasonString what the broker's last word, CONNACK or DISCONNECT, said for people, or {@code null}
     * @param serverReference which other broker it referred to, or {@code null}
     * @param userProperties what it said for programs
     */
    public MqttConnectionException(String message, int reasonCode, String reasonString, String serverReference,
            List<UserProperty> userProperties, Throwable cause) {
        super(message, cause);
        this.reasonCode = reasonCode;
        this.reasonString = reasonString;
        this.serverReference = serverReference;
        this.userProperties = userProperties;
    }

    /** A code of {@link io.quarkiverse.mqttx.api.ReasonCode}, 0 when the broker gave none. */
    public int reasonCode() {
        return reasonCode;
    }

    /** What the broker said of it for people, in MQTT 5. */
    public Optional<String> reasonString() {
        return Optional.ofNullable(reasonString);
    }

    /** Which other broker it referred to, in MQTT 5 (MQTT-5.0 §4.11). */
    public Optional<String> serverReference() {
        return Optional.ofNullable(serverReference);
    }

    /** What the broker said of it for programs, in MQTT 5, in its order; names may repeat. Empty after serialization. */
    public List<UserProperty> userProperties() {
        return userProperties == null ? List.of() : userProperties;
    }
}
