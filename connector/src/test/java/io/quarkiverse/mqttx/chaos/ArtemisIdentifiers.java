package io.quarkiverse.mqttx.chaos;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Notices, by its log, that Artemis has no packet identifier left for a session: each message that was not acknowledged when a
 * connection was lost keeps one occupied until Artemis is restarted. {@code ArtemisResumedSessionTest} shows it by bytes.
 */
final class ArtemisIdentifiers extends Handler {

    private static final String UNABLE_TO_GENERATE = "AMQ850001";

    private final Logger log = Logger.getLogger("org.apache.activemq.artemis.core.protocol.mqtt");
    private final Level level = log.getLevel();
    private final boolean shown = log.getUseParentHandlers();
    private volatile boolean usedUp;

    /** Turns the log of its MQTT on, for this handler alone. */
    ArtemisIdentifiers() {
        log.setLevel(Level.WARNING);
        log.setUseParentHandlers(false);
        log.addHandler(this);
    }

    /** Whether a message could not be sent for want of an identifier since the last {@link #reset}. */
    boolean usedUp() {
        return usedUp;
    }

    /** After a restart all are free. */
    void reset() {
        usedUp = false;
    }

    @Override
    public void publish(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        if (thrown != null && thrown.getMessage() != null && thrown.getMessage().contains(UNABLE_TO_GENERATE)) {
            usedUp = true;
        }
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        log.removeHandler(this);
        log.setUseParentHandlers(shown);
        log.setLevel(level);
    }
}
