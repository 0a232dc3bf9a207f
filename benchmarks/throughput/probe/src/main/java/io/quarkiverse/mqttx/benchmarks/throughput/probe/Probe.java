package io.quarkiverse.mqttx.benchmarks.throughput.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Does in the process of a subject what the runner asks for over standard input, and answers over standard output, each with
 * one
 * line. The end of the input is the end of the process, so that none is left over.
 */
public final class Probe {

    private static final long NANOS = 1_000_000_000L;
    /** Messages of a paced run are sent in bursts, one for each of these. */
    private static final long TICK = 1_000_000L;

    private final Subject subject;

    private Probe(Subject subject) {
        this.subject = subject;
    }

    /** Answers on a thread of its own. */
    public static void start(Subject subject) {
        Thread thread = new Thread(new Probe(subject)::answer, "probe");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer() {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        try {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(answer(command.split(" ")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private String answer(String[] command) throws InterruptedException {
        return switch (command[0]) {
            case "figures" -> "FIGURES " + cpuNanos() + " " + allocatedBytes() + " " + subject.received();
            case "publish" -> "PUBLISHED " + publish(Integer.parseInt(command[1]), Integer.parseInt(command[2]),
                    Long.parseLong(command[3]), Integer.parseInt(command[4]), Long.parseLong(command[5]));
            default -> "UNKNOWN";
        };
    }

    /** Publishes for some time, and waits until all is acknowledged. Returns how many. */
    private long publish(int qos, int size, long millis, int window, long perSecond) throws InterruptedException {
        Semaphore room = new Semaphore(window);
        byte[] payload = new byte[size];
        long begin = System.nanoTime();
        long end = begin + millis * 1_000_000;
        long sent = 0;
        // the clock is read for each 64th message
        while ((sent & 63) != 0 || System.nanoTime() < end) {
            if (perSecond > 0 && sent >= due(begin, perSecond)) {
                LockSupport.parkNanos(TICK / 2);
                if (System.nanoTime() >= end) {
                    break;
                }
                continue;
            }
            room.acquire();
            subject.publish(qos, payload, room::release);
            sent++;
        }
        room.acquire(window);
        return sent;
    }

    private static long due(long begin, long perSecond) {
        long ticks = (System.nanoTime() - begin) / TICK;
        return ticks * perSecond / (NANOS / TICK);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (long ofThread : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            bytes += Math.max(0, ofThread);
        }
        return bytes;
    }
}
