package io.quarkiverse.mqttx.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * An application that exchanges numbered messages with brokers over networks that are bad in every way, while some of the
 * brokers restart; then the networks are good again, and all must be there.
 */
final class ChaosSoak implements AutoCloseable {

    private static final long PROGRESS_SECONDS = 10;
    /** A machine may be slow, but in this time something arrives. */
    private static final Duration STANDSTILL = Duration.ofSeconds(60);
    /** A broker that has sent nothing for so long to a connector that owes it nothing keeps something back. */
    private static final Duration KEPT_BACK = Duration.ofSeconds(8);

    private interface Activity {
        void run() throws InterruptedException;
    }

    private final List<Site> sites;
    private final List<Lane> lanes;
    private final int rate;
    private final ScheduledExecutorService workers;
    private final ExecutorService activities = Executors.newCachedThreadPool(task -> daemon(task, "chaos"));
    private final TestApplication application;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final long begin = System.nanoTime();
    private long lastProgress = begin;
    private int lastArrived;

    /** @param rate messages per second of each flow */
    ChaosSoak(List<TestBroker> brokers, long seed, int rate) {
        this.rate = rate;
        workers = Executors.newScheduledThreadPool(2, task -> daemon(task, "application-worker"));
        sites = brokers.stream().map(broker -> {
            broker.persistent().start();
            return new Site(broker, List.of(new Lane(broker, ProtocolVersion.V5, seed, rate, workers),
                    new Lane(broker, ProtocolVersion.V3_1_1, seed, rate, workers)), seed);
        }).toList();
        lanes = sites.stream().flatMap(site -> site.lanes.stream()).toList();
        SoakChannels.lanes = lanes.stream().collect(Collectors.toMap(lane -> lane.name, lane -> lane));
        application = new TestApplication("localhost", brokers.get(0).port());
        lanes.forEach(lane -> {
            application.beans(SoakChannels.of(lane));
            lane.configure(application);
        });
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @param restarted names of the brokers that restart now and then */
    void run(Duration duration, List<String> restarted) throws InterruptedException {
        sites.forEach(Site::open);
        application.start();
        awaitArrival("all is ready", () -> application.connector().getReadiness().isOk());

        CountDownLatch peace = new CountDownLatch(1);
        CountDownLatch silence = new CountDownLatch(1);
        List<CompletableFuture<Void>> disturbing = new ArrayList<>();
        List<CompletableFuture<Void>> publishing = new ArrayList<>();
        for (Site site : sites) {
            publishing.add(start(() -> site.publishUntil(silence, rate)));
            site.lanes.forEach(lane -> disturbing.add(start(() -> lane.disturbUntil(peace))));
            if (restarted.contains(site.broker.name())) {
                disturbing.add(start(() -> site.restartUntil(peace)));
            }
        }
        long end = System.nanoTime() + duration.toNanos();
        awaitArrival("the time is over", () -> System.nanoTime() > end);
        peace.countDown();
        awaitEnd("the networks are good", disturbing);

        lanes.forEach(Lane::stop);
        silence.countDown();
        awaitEnd("nothing new is published", publishing);
        awaitArrival("all has arrived", () -> lanes.stream().allMatch(ChaosSoak::isComplete));
        // What would come twice comes before the last ones
        lanes.forEach(Lane::sendLastOnes);
        awaitEnd("the last ones are published", sites.stream().map(site -> start(site::publishLastOnes)).toList());
        awaitArrival("the last ones have arrived", () -> lanes.stream().allMatch(ChaosSoak::isFinished));
    }

    private static boolean isComplete(Lane lane) {
        return Arrays.stream(Flow.values()).allMatch(flow -> {
            Lane.FlowCount count = lane.count(flow);
            int sent = count.sent.get();
            return (flow.qos == 0 || count.arrivals.distinct() == sent)
                    && (flow.incoming || count.acked.get() + count.nacked.get() == sent);
        });
    }

    private static boolean isFinished(Lane lane) {
        return isComplete(lane)
                && Arrays.stream(Flow.values()).allMatch(flow -> flow.incoming || lane.count(flow).isFinished());
    }

    private CompletableFuture<Void> start(Activity activity) {
        return CompletableFuture.runAsync(() -> {
            try {
                activity.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, activities).whenComplete((done, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    private void awaitEnd(String what, List<CompletableFuture<Void>> running) throws InterruptedException {
        awaitArrival(what, () -> running.stream().allMatch(CompletableFuture::isDone));
    }

    /** Waits as long as messages arrive; prints how many now and then. */
    private void awaitArrival(String what, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long standstill = System.nanoTime();
        int arrived = arrived();
        boolean restartable = true;
        while (!condition.getAsBoolean()) {
            never.await(20, TimeUnit.MILLISECONDS);
            if (!failures.isEmpty()) {
                throw new AssertionError("waiting until " + what + ": " + failures.get(0) + dump(), failures.get(0));
            }
            if (arrived() != arrived) {
                arrived = arrived();
                standstill = System.nanoTime();
                restartable = true;
            } else if (restartable && System.nanoTime() - standstill > KEPT_BACK.toNanos()) {
                // Once, until something arrives
                restartable = false;
                sites.forEach(Site::restartIfItKeepsBack);
                // The restart itself takes its time
                standstill = System.nanoTime();
            } else if (System.nanoTime() - standstill > STANDSTILL.toNanos()) {
                throw new AssertionError("waiting until " + what + ", nothing has arrived for " + STANDSTILL + dump());
            }
            printProgress();
        }
    }

    private int arrived() {
        int arrived = 0;
        for (Lane lane : lanes) {
            for (Flow flow : Flow.values()) {
                arrived += lane.count(flow).arrivals.all() + lane.count(flow).acked.get();
            }
        }
        return arrived;
    }

    private void printProgress() {
        long now = System.nanoTime();
        if (now - lastProgress < TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
            return;
        }
        lastProgress = now;
        int arrived = lanes.stream().mapToInt(lane -> Arrays.stream(Flow.values())
                .mapToInt(flow -> lane.count(flow).arrivals.distinct()).sum()).sum();
        System.out.printf("chaos: %4d s, %d messages (%d more), connections %s, restarts %s%n", (now - begin) / 1_000_000_000,
                arrived, arrived - lastArrived, lanes.stream().map(lane -> lane.wire.connected()).toList(),
                sites.stream().map(Site::restarts).toList());
        lastArrived = arrived;
    }

    List<Lane> lanes() {
        return lanes;
    }

    List<Report> reports() {
        return lanes.stream().flatMap(lane -> Arrays.stream(Flow.values()).map(flow -> Report.of(lane, flow))).toList();
    }

    /** The counts as one table, and what was done. */
    String summary() {
        StringBuilder text = new StringBuilder(Report.HEADER);
        reports().forEach(report -> text.append('\n').append(report));
        for (Site site : sites) {
            for (Lane lane : site.lanes) {
                Map<Disturbance.Kind, Integer> done = new TreeMap<>(lane.disturbances);
                text.append('\n').append(lane.name).append(": ").append(lane.wire.connected()).append(" connections, ")
                        .append(lane.wire.newSessions()).append(" session, disturbances ").append(done);
            }
            text.append('\n').append(site.broker.name()).append(": ").append(site.restarts()).append(" restarts, ")
                    .append(site.keptBack()).append(" of them because it kept messages back");
        }
        return text.toString();
    }

    /** What must not be. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        reports().forEach(report -> faults.addAll(report.faults()));
        for (Lane lane : lanes) {
            lane.problems().forEach(problem -> faults.add(lane.name + ": " + problem));
            lane.wire.violations().forEach(violation -> faults.add(lane.name + ": " + violation));
        }
        return faults;
    }

    /** Where everybody stands, for a run that does not go on. */
    private String dump() {
        StringBuilder text = new StringBuilder("\n").append(summary()).append('\n').append(String.join("\n", faults()));
        text.append("\nreadiness: ").append(application.connector().getReadiness().getChannels());
        for (Lane lane : lanes) {
            text.append("\n").append(lane.name).append(", ").append(lane.network.open())
                    .append(" open; the last packets:\n    ")
                    .append(lane.wire.lastPackets());
        }
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            text.append("\n\"").append(thread.getName()).append("\" ").append(thread.getState());
            Arrays.stream(stack).limit(12).forEach(frame -> text.append("\n    ").append(frame));
        });
        return text.toString();
    }

    @Override
    public void close() {
        lanes.forEach(Lane::stop);
        application.close();
        sites.forEach(Site::close);
        activities.shutdownNow();
        workers.shutdownNow();
        SoakChannels.lanes = null;
    }
}
