package io.quarkiverse.mqttx.client;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.UserProperty;

/** There is no connection, and none will come by itself: stopped, disconnected, or given up. */
public class MqttConnectionException extends RuntimeException {

    private final int reasonCode;
    private final transient Properties answer;

    /**
     * @param message what happened and what helps, for people
     * @param reasonCode the broker's last reason code, 0 when there was none
     * @param cause or {@code null}
     */
    public MqttConnectionException(String message, int reasonCode, Throwable cause) {
        this(message, reasonCode, Properties.EMPTY, cause);
    }

    /** @param answer what the broker's last word, CONNACK or DISCONNECT, said besides */
    MqttConnectionException(String message, int reasonCode, Properties answer, Throwable cause) {
        super(message, cause);
        this.reasonCode = reasonCode;
        this.answer = answer;
    }

    /** A code of {@link io.quarkiverse.mqttx.session.ReasonCode}, 0 when the broker gave none. */
    public int reasonCode() {
        return reasonCode;
    }

    /** What the broker said of it for people, in MQTT 5. */
    public Optional<String> reasonString() {
        return Optional.ofNullable(answer().string(Property.REASON_STRING));
    }

    /** Which other broker it referred to, in MQTT 5 (MQTT-5.0 §4.11). */
    public Optional<String> serverReference() {
        return Optional.ofNullable(answer().string(Property.SERVER_REFERENCE));
    }

    /** What the broker said of it for programs, in MQTT 5, in its order; names may repeat. */
    public List<UserProperty> userProperties() {
        return answer().userProperties();
    }

    /** After serialization only the message and the code are left. */
    private Properties answer() {
        return answer == null ? Properties.EMPTY : answer;
    }
}
