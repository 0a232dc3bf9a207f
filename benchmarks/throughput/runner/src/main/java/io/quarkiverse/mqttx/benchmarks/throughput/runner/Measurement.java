package io.quarkiverse.mqttx.benchmarks.throughput.runner;

import java.io.IOException;
import java.util.function.BooleanSupplier;

import io.quarkiverse.mqttx.benchmarks.throughput.runner.SubjectProcess.Figures;

/** One row of one subject, in a process of its own. */
record Measurement(Options options) {

    private static final long PATIENCE_MILLIS = 30_000;
    private static final long DRAIN_MILLIS = 3_000;

    Result of(Subject subject, Row row) throws IOException, InterruptedException {
        try (Peer peer = Peer.start();
                SubjectProcess process = new SubjectProcess(
                        subject.command(options.benchmark(), options.java(), options.jvmOptions(), row, peer.port()))) {
            if (!await(PATIENCE_MILLIS, () -> peer.isReady(row.topic()) || !process.isAlive()) || !process.isAlive()) {
                throw new IllegalStateException("it has not subscribed; it has said:\n" + process.said());
            }
            run(peer, process, row, options.warmUpMillis());
            return run(peer, process, row, options.millis());
        }
    }

    private static Result run(Peer peer, SubjectProcess process, Row row, long millis) throws InterruptedException {
        Figures before = process.figures();
        long sent = peer.sent();
        long received = peer.received();
        long machine = Machine.busyNanos();
        long own = Machine.ownNanos();
        if (row.incoming()) {
            peer.send(row.topic(), row.qos(), row.payload(), row.window(), row.perSecond());
            Thread.sleep(millis);
            peer.pause();
            drain(peer, process, row);
        } else {
            process.publish(row, millis);
            await(DRAIN_MILLIS, () -> row.qos() > 0 || peer.received() > received);
        }
        Figures after = process.figures();
        double offered = row.incoming() ? peer.sent() - sent : 0;
        double messages = row.incoming() ? after.received() - before.received() : peer.received() - received;
        double cpu = after.cpu() - before.cpu();
        double elapsed = after.at() - before.at();
        double others = Machine.busyNanos() - machine - (Machine.ownNanos() - own) - cpu;
        return new Result(messages * 1e9 / elapsed, cpu / 1e3 / messages, (after.bytes() - before.bytes()) / messages,
                offered == 0 ? 0 : Math.max(0, 1 - messages / offered), Math.max(0, others / elapsed));
    }

    /** Until all is acknowledged; at QoS 0, until no more is received. */
    private static void drain(Peer peer, SubjectProcess process, Row row) throws InterruptedException {
        if (row.qos() > 0) {
            await(DRAIN_MILLIS, () -> peer.acknowledged() >= peer.sent());
            return;
        }
        long last = -1;
        for (long now = process.figures().received(); now != last; now = process.figures().received()) {
            last = now;
            Thread.sleep(100);
        }
    }

    private static boolean await(long millis, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            // a program that measures, with no library to wait by
            Thread.sleep(5);
        }
        return true;
    }
}
