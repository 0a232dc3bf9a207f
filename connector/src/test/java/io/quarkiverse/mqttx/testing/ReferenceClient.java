package io.quarkiverse.mqttx.testing;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * An MQTT client that is not ours, Eclipse Paho, as the outside world of a test: it publishes, and it sees what arrives.
 * Used by one thread; messages are collected on Paho's threads. Failures are thrown as {@link IllegalStateException}.
 */
public final class ReferenceClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Messages given to the client whose outcome is open; bounds its memory. */
    private static final int OPEN_MESSAGES = 5_000;

    private final ReferenceConnection connection;
    private final boolean sessionPresent;
    private final boolean keeping;
    private final ConcurrentLinkedQueue<ReceivedMessage> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger receivedCount = new AtomicInteger();
    private final List<Consumer<ReceivedMessage>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore open = new Semaphore(OPEN_MESSAGES);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private ReferenceClient(Options options) {
        keeping = options.keeping;
        connection = options.reconnecting ? new HiveMqConnection(options)
                : options.version.is5() ? new PahoV5Connection(options) : new PahoV3Connection(options);
        try {
            sessionPresent = connection.connect(this::collect);
        } catch (Exception e) {
            throw new IllegalStateException("the reference client cannot connect to " + options.uri() + ": " + e, e);
        }
    }

    /** Options for a client of this broker. */
    public static Options of(TestBroker broker) {
        return new Options(broker.host(), broker.port(), broker.tlsPort());
    }

    /** Options for a client of a broker that somebody else has started; without TLS. */
    public static Options at(String host, int port) {
        return new Options(host, port, port);
    }

    /** Options for a client of the scripted broker. */
    public static Options of(ScriptedBroker broker) {
        return new Options(broker.host(), broker.port(), broker.port());
    }

    /** An MQTT 5 client with a clean session. */
    public static ReferenceClient connect(TestBroker broker) {
        return of(broker).connect();
    }

    /** Whether the broker had kept the session. */
    public boolean sessionPresent() {
        return sessionPresent;
    }

    public boolean isConnected() {
        return connection.isConnected();
    }

    /** Publishes a text and returns when the broker has acknowledged it. */
    public void publish(String topic, String payload, int qos) {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false);
    }

    /** Publishes and returns when the broker has acknowledged it; at QoS 0 when it was written. */
    public void publish(String topic, byte[] payload, int qos, boolean retain) {
        send(topic, payload, qos, retain, null);
        flush();
    }

    /** As {@link #publish(String, byte[], int, boolean)} with MQTT 5 properties. */
    public void publish(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties) {
        send(topic, payload, qos, retain, properties);
        flush();
    }

    /** Publishes {@code count} messages at speed and in order, and returns when the broker has acknowledged all. */
    public void publishAll(String topic, int count, IntFunction<byte[]> payload, int qos) {
        for (int i = 0; i < count; i++) {
            send(topic, payload.apply(i), qos, false, null);
        }
        flush();
    }

    /**
     * Gives a message to the client and returns; waits only while too many are open. A {@link Options#reconnecting}
     * client keeps it over lost connections.
     */
    public void send(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties) {
        try {
            if (!open.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no message was acknowledged for " + PATIENCE);
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!connection.publish(topic, payload, qos, retain, properties, this::completed)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the client took no message for " + PATIENCE);
                }
                LockSupport.parkNanos(200_000);
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the reference client cannot publish to " + topic, e);
        }
    }

    /** Waits until all that was sent is acknowledged, and throws if something was refused. */
    public void flush() {
        await("acknowledgements of the reference client's messages").atMost(PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2)).until(() -> open.availablePermits() == OPEN_MESSAGES);
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            int count = failures.size();
            failures.clear();
            throw new IllegalStateException(count + " messages failed, the first with " + first, first);
        }
    }

    private void completed(Throwable failure) {
        if (failure != null) {
            failures.add(failure);
        }
        open.release();
    }

    /** Subscribes and collects what arrives; throws when the broker refuses or grants less. */
    public ReferenceClient subscribe(String filter, int qos) {
        try {
            int code = connection.subscribe(filter, qos);
            if (code != qos) {
                throw new IllegalStateException("SUBACK for " + filter + " says 0x" + Integer.toHexString(code));
            }
            return this;
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the reference client cannot subscribe to " + filter + ": " + e, e);
        }
    }

    public void unsubscribe(String filter) {
        try {
            connection.unsubscribe(filter);
        } catch (Exception e) {
            throw new IllegalStateException("the reference client cannot unsubscribe from " + filter, e);
        }
    }

    /** Calls the listener, on the client's thread, for every message from now on, after it was collected. */
    public void onMessage(Consumer<ReceivedMessage> listener) {
        listeners.add(listener);
    }

    private void collect(ReceivedMessage message) {
        if (keeping) {
            received.add(message);
        }
        receivedCount.incrementAndGet();
        listeners.forEach(listener -> listener.accept(message));
    }

    /** What has arrived so far, in order. */
    public List<ReceivedMessage> received() {
        return List.copyOf(received);
    }

    /** The payloads that have arrived so far, in order, as UTF-8. */
    public List<String> receivedTexts() {
        return received.stream().map(ReceivedMessage::text).toList();
    }

    public int receivedCount() {
        return receivedCount.get();
    }

    /** Waits until at least this many messages have arrived, and returns all that have. */
    public List<ReceivedMessage> awaitReceived(int count) {
        return awaitReceived(count, PATIENCE);
    }

    public List<ReceivedMessage> awaitReceived(int count, Duration atMost) {
        await(count + " messages at the reference client").atMost(atMost).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5)).until(() -> receivedCount.get() >= count);
        return received();
    }

    /** Forgets what has arrived. */
    public void clear() {
        received.clear();
        receivedCount.set(0);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException("the reference client cannot disconnect", e);
        }
    }

    /** How the client connects: by default MQTT 5, a clean session, a client id of its own, no encryption. */
    public static final class Options {

        final String host;
        private final int tlsPort;
        int port;
        String clientId = "ref" + UUID.randomUUID().toString().substring(0, 8);
        ProtocolVersion version = ProtocolVersion.V5;
        boolean persistent;
        boolean reconnecting;
        boolean keeping = true;
        String username;
        String password;
        Certificates.Identity identity;

        private Options(String host, int port, int tlsPort) {
            this.host = host;
            this.port = port;
            this.tlsPort = tlsPort;
        }

        public Options version(ProtocolVersion value) {
            version = value;
            return this;
        }

        /** Another port than the broker's, such as that of a {@link ChaosProxy}. */
        public Options port(int value) {
            port = value;
            return this;
        }

        /** A session that the broker keeps for an hour: clean start false. */
        public Options persistentSession(String id) {
            clientId = id;
            persistent = true;
            return this;
        }

        /**
         * A persistent session that comes back by itself after a lost connection and goes on with what was in flight, at QoS 2
         * exactly once. MQTT 5 without TLS and properties only.
         */
        public Options reconnecting(String id) {
            reconnecting = true;
            return persistentSession(id);
        }

        /** Only shows what arrives to its listeners: for runs that are too long to keep it. */
        public Options keepingNothing() {
            keeping = false;
            return this;
        }

        public Options user(String name, String secret) {
            username = name;
            password = secret;
            return this;
        }

        /** TLS to {@link TestBroker#tlsPort()} with the identity's client certificate. */
        public Options tls(Certificates.Identity server) {
            identity = server;
            port = tlsPort;
            return this;
        }

        public ReferenceClient connect() {
            return new ReferenceClient(this);
        }

        String uri() {
            return (identity == null ? "tcp://" : "ssl://") + host + ":" + port;
        }
    }
}
