package io.quarkiverse.mqttx.connector.outgoing;

import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.connector.support.LogThrottle;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.topic.SafeText;

/** Says, once in a while, that messages end in a send queue, and how many so far for which reason. Event loop only. */
public final class SendQueueLog {

    private static final Logger log = Logger.getLogger(SendQueueLog.class);

    private final PublisherQueue sendQueue;
    private final LogThrottle drops = new LogThrottle(System::nanoTime);

    public SendQueueLog(PublisherQueue sendQueue) {
        this.sendQueue = sendQueue;
    }

    /** @param nacked whether the publisher gets a failure for it */
    public void dropped(MessageDroppedException cause, boolean nacked) {
        if (drops.count(1)) {
            log.warnf("%s. It is %s. So far: %s", SafeText.ofMessage(cause.getMessage()), nacked ? "nacked" : "acked",
                    sendQueue.status());
        }
    }
}
