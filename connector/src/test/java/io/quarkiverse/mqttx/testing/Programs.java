package io.quarkiverse.mqttx.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of the machine that a test uses where they are installed. */
public final class Programs {

    private static final String[] USUAL_DIRECTORIES = { "/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin",
            "/opt/homebrew/bin" };

    private Programs() {
    }

    /** Where a program is, in the PATH or in the usual directories; {@code null} when it is not installed. */
    public static Path find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of(USUAL_DIRECTORIES))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /**
     * Where a program is. Skips the test, with the reason in the report and on the console, when it is not installed.
     *
     * @param source what to install, such as {@code the package nats-server}
     */
    public static Path require(String program, String source) {
        Path found = find(program);
        return found != null ? found
                : skip(program + " is neither in the PATH nor in the usual directories; install " + source
                        + " to run this test");
    }

    /** Skips the test, with the reason in the report and on the console. */
    public static <T> T skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        return abort("SKIPPED: " + reason);
    }
}
