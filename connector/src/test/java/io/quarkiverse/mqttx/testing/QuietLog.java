package io.quarkiverse.mqttx.testing;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the connector's warnings out of the log for a while: where every lost connection is one, they say nothing. */
public final class QuietLog implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.quarkiverse.mqttx");
    private final Level before = logger.getLevel();

    public QuietLog() {
        logger.setLevel(Level.SEVERE);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
