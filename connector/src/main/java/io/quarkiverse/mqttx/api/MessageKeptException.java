package io.quarkiverse.mqttx.api;

/**
 * The message had no answer of the broker when the connection was stopped. It is not lost: it is in the session store, and goes
 * out when the application starts again, so it is not to be published a second time.
 */
public class MessageKeptException extends MqttConnectionException {

    public MessageKeptException(MqttConnectionException end) {
        super(end.getMessage() + "; the message stays in the session store, and goes out when the application starts again",
                end.reasonCode(), end);
    }
}
