package io.quarkiverse.mqttx.deployment.devservices;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Lowers what a library logs while Dev Services uses it. Three logs are meant: that of the application, in dev and test mode;
 * the one of the JDK, where a test runs without the log manager of Quarkus, whose loggers are then others; and Maven's, where
 * {@code quarkus:run} starts the broker in Maven's own process. A level the user has set is left alone.
 */
final class QuietLog implements AutoCloseable {

    /** Read by Maven's logger when a category is first used. */
    private static final String MAVEN_LEVEL = "org.slf4j.simpleLogger.log.";

    /** Whose level is changed; usually both are one. */
    private final List<Logger> changed;
    private final String mavenLevel;

    private QuietLog(String category, Level level, String mavenLevelValue) {
        changed = Stream.of(Logger.getLogger(category), org.jboss.logmanager.Logger.getLogger(category)).distinct()
                .filter(logger -> logger.getLevel() == null).toList();
        changed.forEach(logger -> logger.setLevel(level));
        String property = MAVEN_LEVEL + category;
        mavenLevel = System.getProperty(property) == null ? property : null;
        if (mavenLevel != null) {
            System.setProperty(mavenLevel, mavenLevelValue);
        }
    }

    /** Nothing, until closed. */
    static QuietLog silent(String category) {
        return new QuietLog(category, Level.OFF, "off");
    }

    /** Warnings and errors only, until closed. Hold it: the log manager forgets loggers that nobody holds. */
    static QuietLog warnings(String category) {
        return new QuietLog(category, Level.WARNING, "warn");
    }

    @Override
    public void close() {
        changed.forEach(logger -> logger.setLevel(null));
        if (mavenLevel != null) {
            System.clearProperty(mavenLevel);
        }
    }
}
