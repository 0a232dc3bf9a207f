package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of the loopback interface, below the range from which the system takes the local ports of outgoing
 * connections. In that range a client that reconnects to a stopped broker would, now and then, be connected to itself.
 */
public final class Ports {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    /** The JVMs that run tests of one module side by side have ports of their own. */
    private static final int FORKS = 4;
    private static final int FORK = Integer.getInteger("test.fork", 0) % FORKS;
    /** Those given away: whoever got one may not listen there yet, or may have stopped to start again. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {
    }

    /**
     * A port on which nobody listens now, never twice in a JVM; chosen at random, so that test runs side by side rarely meet.
     */
    public static int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST / FORKS, HIGHEST / FORKS) * FORKS + FORK;
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
