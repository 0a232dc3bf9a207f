package io.quarkiverse.mqttx.benchmarks.throughput.micro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** A whole window of messages at QoS 1, acknowledged by the application in some order, and to the broker in theirs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderedAcksBenchmark {

    private static final int WINDOW = 10_000;

    /** Of the acknowledgements, beside that of the messages. */
    public enum Order {
        SAME,
        REVERSED
    }

    @Param({ "SAME", "REVERSED" })
    Order order;

    private final byte[] payload = new byte[64];
    private final List<InboundMessage> window = new ArrayList<>(WINDOW);
    private Session session;

    @Setup
    public void connect() {
        session = new Session();
    }

    /** Per message. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public Packet acknowledge() {
        for (int id = 1; id <= WINDOW; id++) {
            session.receive(new Publish("plant/line/7/temperature", payload, 1, false, false, id, Properties.EMPTY));
        }
        window.clear();
        window.addAll(session.delivered);
        session.delivered.clear();
        if (order == Order.REVERSED) {
            Collections.reverse(window);
        }
        for (InboundMessage message : window) {
            session.session.inbound().acknowledge(message, 0);
        }
        return session.sent;
    }
}
