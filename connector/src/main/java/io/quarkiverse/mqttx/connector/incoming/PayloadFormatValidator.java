package io.quarkiverse.mqttx.connector.incoming;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.topic.SafeText;
import io.quarkiverse.mqttx.transport.Utf8Validator;

/** Finds messages that claim to be UTF-8 text and are not (MQTT-5.0 §3.3.2.3.2). */
final class PayloadFormatValidator {

    private static final Logger log = Logger.getLogger(PayloadFormatValidator.class);

    private static final Rejection MALFORMED = new Rejection(ReasonCode.PAYLOAD_FORMAT_INVALID,
            "the payload format indicator says UTF-8, and the payload is not");

    private final String channel;
    private final LogThrottle found = new LogThrottle(System::nanoTime);

    PayloadFormatValidator(String channel) {
        this.channel = channel;
    }

    /** Why the message must not reach the application, or {@code null}. */
    Rejection problem(Publish packet) {
        Properties properties = packet.properties();
        if (properties.isEmpty() || properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0) == 0
                || Utf8Validator.isWellFormed(packet.payload())) {
            return null;
        }
        if (found.count(1)) {
            log.warnf("Channel '%s': a message on topic '%s' is said to be UTF-8 text, and its %d bytes are not; it is %s. So"
                    + " far: %d. Correct the publisher, or set 'validate-payload-format' to false", channel,
                    SafeText.of(packet.topic()),
                    packet.payload().length, packet.qos() == 0 ? "dropped" : "rejected with 0x99", found.total());
        }
        return MALFORMED;
    }

    /** All that were found so far. */
    long total() {
        return found.total();
    }
}
