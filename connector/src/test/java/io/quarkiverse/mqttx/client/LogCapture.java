package io.quarkiverse.mqttx.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.formatters.PatternFormatter;

/** What this engine logs while it is open, at all levels, as {@code LEVEL message}. */
public final class LogCapture extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.quarkiverse.mqttx");
    private final Level levelBefore = logger.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogCapture() {
        setFormatter(new PatternFormatter("%p %s%e"));
        setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(getFormatter().format(record));
    }

    public List<String> lines() {
        return lines;
    }

    public List<String> lines(String level) {
        return lines.stream().filter(line -> line.startsWith(level + " ")).toList();
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(levelBefore);
    }
}
