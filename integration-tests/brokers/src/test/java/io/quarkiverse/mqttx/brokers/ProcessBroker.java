package io.quarkiverse.mqttx.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.mqttx.testing.BrokerOptions;
import io.quarkiverse.mqttx.testing.BrokerProcess;
import io.quarkiverse.mqttx.testing.TestBroker;

/** What the brokers that are processes of their own have in common: they are started anew each time, with their files. */
abstract class ProcessBroker extends BrokerOptions {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[\\w.]*");

    private final List<BrokerProcess> running = new ArrayList<>();

    /** Writes the configuration and begins the processes with {@link #begin}; skips the test when it is not installed. */
    abstract void launch() throws IOException;

    @Override
    public final TestBroker start() {
        if (running.isEmpty()) {
            try {
                launch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    final void begin(BrokerProcess process, int port) {
        // Noted first: what does not come to listen must be ended as well
        running.add(process);
        process.start(port);
    }

    final Path write(String file, String text) throws IOException {
        return Files.writeString(directory().resolve(file), text);
    }

    @Override
    public void stop() {
        running.forEach(BrokerProcess::stop);
        running.clear();
    }

    /** The first version number that a command prints. */
    static String versionOf(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(output);
            if (!version.find()) {
                throw new IllegalStateException(String.join(" ", command) + " prints no version but: " + output);
            }
            return version.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
