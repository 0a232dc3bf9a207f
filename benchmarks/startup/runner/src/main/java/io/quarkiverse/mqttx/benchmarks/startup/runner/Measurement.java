package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.quarkiverse.mqttx.benchmarks.startup.runner.Application.Form;

/** Starts an application and takes its figures. */
final class Measurement {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Options options;
    private final Broker broker;

    Measurement(Options options, Broker broker) {
        this.options = options;
        this.broker = broker;
    }

    /** A run that nobody disturbs: the observer only watches. */
    void subscribe(Application application, Samples samples) throws IOException, InterruptedException {
        try (SubscriptionObserver observer = new SubscriptionObserver(broker.port(), application.channels() / 2);
                RunningApplication running = start(application, observer.port(), Broker.freePort())) {
            try {
                long subscribed = observer.awaitSubscribed(PATIENCE);
                double cpu = running.figures().cpuMillis();
                samples.add(Figure.SUBSCRIBED, running.millisSinceStart(subscribed));
                samples.add(Figure.CPU, cpu);
                // memory is measured at a fixed time after the start, in all variants
                Thread.sleep(SETTLING.toMillis());
                samples.add(Figure.RESIDENT, running.figures().residentMegabytes());
                samples.add(Figure.QUARKUS, running.quarkusMillis());
                // and again when the application has had nothing to do for so long as was asked for
                Thread.sleep(options.idle().toMillis());
                samples.add(Figure.RESIDENT_LATER, running.figures().residentMegabytes());
                samples.add(Figure.THREADS, running.figures().threads());
                if (application.form() == Form.JVM) {
                    samples.add(Figure.CLASSES, loadedClasses(running.pid()));
                }
            } catch (IOException | RuntimeException e) {
                throw failed(application, running, e);
            }
        }
    }

    /** A run of its own, because the questions cost the application time. */
    void ready(Application application, Samples samples) throws IOException, InterruptedException {
        int httpPort = Broker.freePort();
        try (RunningApplication running = start(application, broker.port(), httpPort)) {
            try {
                samples.add(Figure.READY, running.millisSinceStart(Readiness.await(httpPort, PATIENCE)));
            } catch (RuntimeException e) {
                throw failed(application, running, e);
            }
        }
    }

    /** That the application not only starts but works: a message goes in as JSON, and its average comes out. */
    void check(Application application) throws IOException, InterruptedException {
        int httpPort = Broker.freePort();
        try (RunningApplication running = start(application, broker.port(), httpPort)) {
            try {
                Readiness.await(httpPort, PATIENCE);
                if (application.works()) {
                    RoundTrip.check(broker.port());
                }
            } catch (IOException | RuntimeException e) {
                throw failed(application, running, e);
            }
        }
    }

    private RunningApplication start(Application application, int brokerPort, int httpPort) throws IOException {
        return new RunningApplication(application.command(
                application.form() == Form.JVM ? options.jvmOptions() : options.nativeOptions(), brokerPort, httpPort));
    }

    private static double loadedClasses(long pid) throws IOException, InterruptedException {
        Process jstat = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jstat").toString(), "-class",
                Long.toString(pid)).start();
        String[] lines = new String(jstat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\n");
        if (jstat.waitFor() != 0 || lines.length < 2) {
            throw new IOException("jstat tells nothing about process " + pid);
        }
        return Double.parseDouble(lines[1].strip().split("\\s+")[0]);
    }

    private static IllegalStateException failed(Application application, RunningApplication running, Exception cause) {
        return new IllegalStateException(application + " failed. It has printed:\n" + running.output(), cause);
    }
}
