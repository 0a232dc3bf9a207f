package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Properties;

/**
 * Why a connection attempt ended without a session.
 *
 * @param reasonCode a code of {@link ReasonCode}; the return codes of MQTT 3.x are translated
 * @param reason for people: the code's name and the broker's reason string
 * @param retryAtOnce whether the next attempt, with another protocol version, should follow without delay
 * @param answer the properties of the CONNACK, empty when there was none
 */
public record ConnectRefusal(int reasonCode, String reason, boolean retryAtOnce, Properties answer) {

    public ConnectRefusal(int reasonCode, String reason, boolean retryAtOnce) {
        this(reasonCode, reason, retryAtOnce, Properties.EMPTY);
    }
}
