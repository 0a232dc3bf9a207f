package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.quarkiverse.mqttx.benchmarks.startup.runner.Application.Form;

/**
 * Measures the start of the two builds of the application in turns, so that what else happens on the machine hits both alike.
 */
public final class Main {

    private final Options options;
    private final Measurement measurement;

    private Main(Options options, Broker broker) {
        this.options = options;
        this.measurement = new Measurement(options, broker);
    }

    /** The first argument is the benchmark's folder; {@link Options} has the others. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options = Options.parse(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
        System.out.println("Begun " + Machine.describe());
        System.out.println();
        try (Broker broker = Broker.start()) {
            Main main = new Main(options, broker);
            for (Form form : options.forms()) {
                for (int channels : options.channels()) {
                    System.out.println(main.compare(Application.pair(options.benchmark(), form, channels)));
                }
            }
        }
        System.out.println("Ended " + Machine.describe());
    }

    private String compare(List<Application> pair) throws IOException, InterruptedException {
        List<Samples> samples = List.of(new Samples(), new Samples());
        for (Application application : pair) {
            // brings the files into the system's cache as well
            measurement.check(application);
        }
        List<Integer> order = new ArrayList<>(List.of(0, 1));
        for (int run = 0; run < options.runs(); run++) {
            for (int i : order) {
                measurement.subscribe(pair.get(i), samples.get(i));
                measurement.ready(pair.get(i), samples.get(i));
            }
            Collections.reverse(order);
        }
        return Report.table(pair, samples, options.runs());
    }
}
