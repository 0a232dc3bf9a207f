package io.quarkiverse.mqttx.connector;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.session.OutboxShare;
import io.quarkiverse.mqttx.topic.SafeText;

/** Says, once in a while, that messages end in an outbox, and how many so far for which reason. Event loop only. */
final class OutboxLog {

    private static final Logger log = Logger.getLogger(OutboxLog.class);

    private final OutboxShare outbox;
    private final LogThrottle drops = new LogThrottle(System::nanoTime);

    OutboxLog(OutboxShare outbox) {
        this.outbox = outbox;
    }

    /** @param nacked whether the publisher gets a failure for it */
    void dropped(MessageDroppedException cause, boolean nacked) {
        if (drops.count(1)) {
            log.warnf("%s. It is %s. So far: %s", SafeText.ofMessage(cause.getMessage()), nacked ? "nacked" : "acked",
                    outbox.status());
        }
    }
}
