package io.quarkiverse.mqttx.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.quarkiverse.mqttx.testing.MosquittoBroker;

/**
 * Prints the figures of {@code docs/native.md}, when it is asked to: {@code -Dit.test=StartFiguresIT -Dfigures=15} starts the
 * packaged application 15 times. What is found out is not judged, as it says as much about the machine.
 */
@EnabledIfSystemProperty(named = "figures", matches = "[1-9]\\d*", disabledReason = "nobody has asked for figures")
class StartFiguresIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final String HEAP = "64m";
    /** Of the five incoming channels. */
    private static final int SUBSCRIPTIONS = 5;

    private static final Pattern FILTER = Pattern.compile("(?m)^\\d+: \\t\\S+ \\(QoS \\d\\)$");
    private static final Pattern REQUEST = Pattern.compile("(?m)^\\d+: Received SUBSCRIBE");
    private static final Pattern ANSWER = Pattern.compile("(?m)^\\d+: Sending SUBACK");
    private static final Pattern STARTED = Pattern.compile("started in ([\\d.]+)s");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final List<Double> subscribedMillis = new ArrayList<>();
    private final List<Double> startedMillis = new ArrayList<>();
    private final List<Double> residentMegabytes = new ArrayList<>();

    @Test
    void printsTheFiguresOfTheStart() throws IOException {
        int runs = Integer.getInteger("figures");
        for (int run = 0; run <= runs; run++) {
            measure();
            if (run == 0) {
                // Only brings the files into the system's cache
                List.of(subscribedMillis, startedMillis, residentMegabytes).forEach(List::clear);
            }
        }
        System.out.printf(Locale.ROOT,
                "FIGURES of %d starts with -Xmx%s, medians (lowest to highest): start to subscribed %s ms,"
                        + " \"started in\" %s ms, resident memory %d s later %s MB%n",
                runs, HEAP, median(subscribedMillis),
                median(startedMillis), IDLE.toSeconds(), median(residentMegabytes));
    }

    private void measure() throws IOException {
        try (MosquittoBroker broker = new MosquittoBroker()) {
            broker.start();
            PackagedApplication application = PackagedApplication.on(broker).heap(HEAP).property("sample.interval", "1s");
            long start = System.nanoTime();
            try (application) {
                application.start();
                awaitBriefly("subscriptions", () -> isSubscribed(broker.log()));
                subscribedMillis.add((System.nanoTime() - start) / 1e6);
                awaitBriefly("the line of Quarkus", () -> STARTED.matcher(application.output()).find());
                startedMillis.add(number(STARTED, application.output()) * 1000);
                await("an idle application").pollDelay(IDLE).timeout(IDLE.multipliedBy(2)).until(() -> true);
                Path status = Path.of("/proc", Long.toString(application.pid()), "status");
                residentMegabytes.add(number(RESIDENT, Files.readString(status)) / 1024);
            }
        }
    }

    /** A request may name several filters, and has one answer. */
    private static boolean isSubscribed(String log) {
        return count(FILTER, log) == SUBSCRIPTIONS && count(ANSWER, log) == count(REQUEST, log);
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }

    private static void awaitBriefly(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .until(condition::getAsBoolean);
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in:\n" + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", sorted.get(sorted.size() / 2), sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
