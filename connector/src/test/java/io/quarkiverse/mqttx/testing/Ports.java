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

    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;
    /** JVMs with tests that run at the same time on a machine, each with ports of its own: every so many-th one. */
    private static final int JVMS = 16;

    /** Below {@link #LOWEST}. Which of these ports a JVM listens on, until it ends, says which ports are its own. */
    private static final int FIRST_MARK = LOWEST - JVMS;
    /** This class is loaded once more for each application that Quarkus starts in the JVM. */
    private static final String MARK = "mqttx.test.ports";
    private static final int OWN = Integer.getInteger(MARK, -1) >= 0 ? Integer.getInteger(MARK) : mark();

    /** Those tried before: whoever got one may not listen there yet, or may have stopped to start again. */
    private static final Set<Integer> TRIED = ConcurrentHashMap.newKeySet();

    private Ports() {
    }

    /** A port on which nobody listens, never the same one twice. */
    public static int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST / JVMS, HIGHEST / JVMS) * JVMS + OWN;
            if (TRIED.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static int mark() {
        for (int port = FIRST_MARK; port < LOWEST; port++) {
            try {
                keep(listen(port));
            } catch (IOException taken) {
                // By another JVM
                continue;
            }
            int own = port - FIRST_MARK;
            System.setProperty(MARK, Integer.toString(own));
            return own;
        }
        throw new IllegalStateException("all ports from " + FIRST_MARK + " to " + (LOWEST - 1) + " are taken, by as many JVMs"
                + " with tests; wait until one has ended");
    }

    /** A thread keeps it from being collected, and closed, with the class. */
    private static void keep(ServerSocket mark) {
        Thread keeper = new Thread(() -> {
            while (true) {
                try {
                    mark.accept().close();
                } catch (IOException ofOneWhoAsked) {
                    // Nobody should
                }
            }
        }, "mark of the test ports");
        keeper.setDaemon(true);
        keeper.start();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
