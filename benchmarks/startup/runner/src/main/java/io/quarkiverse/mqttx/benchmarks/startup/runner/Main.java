package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.mqttx.benchmarks.startup.runner.Application.Form;

/**
 * Measures the start of the variants of the application in turns, so that what else happens on the machine hits all alike.
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
                    System.out.println(main.compare(Application.variants(options.benchmark(), form, channels)));
                }
            }
        }
        System.out.println("Ended " + Machine.describe());
    }

    private String compare(List<Application> variants) throws IOException, InterruptedException {
        List<Samples> samples = variants.stream().map(variant -> new Samples()).toList();
        for (Application application : variants) {
            // brings the files into the system's cache as well
            measurement.check(application);
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, variants.size()).boxed().toList());
        for (int run = 0; run < options.runs(); run++) {
            for (int i : order) {
                measurement.subscribe(variants.get(i), samples.get(i));
                measurement.ready(variants.get(i), samples.get(i));
            }
            Collections.reverse(order);
        }
        return Report.table(variants, samples, options.runs());
    }
}
