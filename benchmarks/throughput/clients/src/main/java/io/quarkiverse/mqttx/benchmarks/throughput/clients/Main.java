package io.quarkiverse.mqttx.benchmarks.throughput.clients;

import io.quarkiverse.mqttx.benchmarks.throughput.probe.Probe;
import io.quarkiverse.mqttx.benchmarks.throughput.probe.Subject;

/** Clients without Reactive Messaging; each takes messages on the thread on which it gets them, and acknowledges them then. */
public final class Main {

    static final String HOST = "127.0.0.1";
    static final String IN = "benchmark/loop";
    static final String OUT = "benchmark/out";

    private Main() {
    }

    /** The arguments are the client, the port of its peer, and how many messages either side may have in flight. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        int window = Integer.parseInt(args[2]);
        Subject subject = switch (args[0]) {
            case "engine" -> new EngineClient(port, window);
            case "hivemq" -> new HiveMqClient(port, window);
            case "vertx" -> new VertxClient(port, window);
            case "paho" -> new PahoClient(port, window);
            default -> throw new IllegalArgumentException("unknown client " + args[0]);
        };
        Probe.start(subject);
        Thread.currentThread().join();
    }
}
