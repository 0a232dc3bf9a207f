package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** A measurement that goes to the application, and the average it answers with. */
final class RoundTrip {

    private static final String MEASUREMENT = "{\"sensor\":\"check\",\"value\":21.5}";
    private static final String AVERAGE = "{\"sensor\":\"check\",\"count\":1,\"value\":21.5}";
    private static final String SECONDS_TO_ANSWER = "10";

    private RoundTrip() {
    }

    /** With mosquitto's request-response client, which has subscribed before it publishes. */
    static void check(int port) throws IOException, InterruptedException {
        Process client = new ProcessBuilder("mosquitto_rr", "-p", Integer.toString(port), "-q", "1",
                "-t", "benchmark/measurements", "-e", "benchmark/averages", "-m", MEASUREMENT, "-W", SECONDS_TO_ANSWER)
                .redirectError(Redirect.INHERIT).start();
        String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (client.waitFor() != 0 || !answer.equals(AVERAGE)) {
            throw new IllegalStateException("expected " + AVERAGE + " but got '" + answer + "'");
        }
    }
}
