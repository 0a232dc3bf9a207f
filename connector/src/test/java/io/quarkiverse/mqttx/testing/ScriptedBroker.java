package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A TCP server for byte-exact conversations. The first connection runs the first script, the second the second, and so on; the
 * last repeats. When a script ends without closing, the connection stays open and is read in silence.
 * <p>
 * What goes wrong in a script is thrown, with the transcript, by {@link #verify()}, {@link #awaitScripts()} and
 * {@link #close()}.
 */
public final class ScriptedBroker implements AutoCloseable {

    /** What the broker does on one connection. Runs on a thread of its own. */
    public interface Script {
        void run(Conversation conversation) throws Exception;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Script> scripts;
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<RawPacket> received = new CopyOnWriteArrayList<>();
    private final List<String> transcript = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    private ScriptedBroker(List<Script> scripts) {
        this.scripts = scripts;
        try {
            server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("scripted-broker", this::acceptConnections);
    }

    /** Listens, and runs these scripts, one for each connection. */
    public static ScriptedBroker start(Script... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("at least one script");
        }
        return new ScriptedBroker(List.of(scripts));
    }

    /** Listens, accepts each connection, and agrees to all that is asked there, as {@link Conversation#serve()}. */
    public static ScriptedBroker serving() {
        return start(conversation -> {
            conversation.accept();
            conversation.serve();
        });
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** All packets received so far, over all connections, in order. */
    public List<RawPacket> received() {
        return List.copyOf(received);
    }

    /** The packets of one type received so far. */
    public List<RawPacket> received(String type) {
        return received.stream().filter(packet -> packet.type().equals(type)).toList();
    }

    /** Waits until every script has ended at least once; fails with the transcript. */
    public void awaitScripts() {
        await(() -> finished.get() >= scripts.size(), "the scripts did not end");
    }

    /** Waits until so many connections were accepted; fails with the transcript. */
    public void awaitConnections(int count) {
        await(() -> connections.get() >= count, "there were not " + count + " connections");
    }

    /** Waits until so many packets of this type were received; fails with the transcript. */
    public List<RawPacket> awaitReceived(String type, int count) {
        await(() -> received(type).size() >= count, "there were not " + count + " packets " + type);
        return received(type);
    }

    private void await(BooleanSupplier condition, String otherwise) {
        try {
            Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                    .until(() -> !failures.isEmpty() || condition.getAsBoolean());
        } catch (ConditionTimeoutException e) {
            verify();
            throw new AssertionError(otherwise + " within " + PATIENCE + transcript());
        }
        verify();
    }

    /** Throws the first failure of a script, with the transcript. */
    public void verify() {
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            throw new AssertionError(first.getMessage() + transcript(), first);
        }
    }

    /** What was said so far: {@code >} by the broker, {@code <} by the client, with the number of the connection. */
    public String transcript() {
        return "\nTranscript:\n  " + String.join("\n  ", transcript);
    }

    /** Closes all connections; then {@link #verify()}. */
    @Override
    public void close() {
        closing = true;
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        verify();
    }

    private void acceptConnections() {
        while (!closing) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                transcript.add("#" + number + " < connection");
                start("scripted-broker-" + number, () -> converse(number, socket));
            } catch (IOException e) {
                if (!closing) {
                    failures.add(e);
                }
                return;
            }
        }
    }

    private void converse(int number, Socket socket) {
        try (socket) {
            Conversation conversation = new Conversation(number, socket, received::add, transcript::add);
            scripts.get(Math.min(number, scripts.size()) - 1).run(conversation);
            finished.incrementAndGet();
            if (!socket.isClosed()) {
                conversation.silence();
            }
        } catch (Exception | AssertionError e) {
            if (!closing) {
                failures.add(e);
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
