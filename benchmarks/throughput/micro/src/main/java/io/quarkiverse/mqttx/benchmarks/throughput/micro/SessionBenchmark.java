package io.quarkiverse.mqttx.benchmarks.throughput.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** One message through the session, with all its acknowledgements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {

    private static final int LAST_ID = 65_535;

    /** The QoS of the messages. */
    @Param({ "0", "1", "2" })
    int qos;

    private final byte[] payload = new byte[64];
    private final PublisherQueue publisher = new PublisherQueue("benchmark");
    private final PublishCompletion completion = new PublishCompletion() {
        @Override
        public void succeeded(int packetId, int reasonCode, Properties answer) {
            succeeded++;
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    };
    private Session session;
    private long succeeded;
    private int lastId;

    @Setup
    public void connect() {
        session = new Session();
    }

    /** Published by the application. */
    @Benchmark
    public long out() {
        Publish message = Publish.of("plant/line/7/temperature", payload, qos, false);
        if (publisher.offer(message) != null) {
            throw new IllegalStateException("no room");
        }
        session.session.outbound().publish(message, completion, publisher, 0);
        if (qos == 1) {
            session.receive(new Ack(PacketType.PUBACK, sentId()));
        } else if (qos == 2) {
            int id = sentId();
            session.receive(new Ack(PacketType.PUBREC, id));
            session.receive(new Ack(PacketType.PUBCOMP, id));
        }
        return succeeded;
    }

    private int sentId() {
        return session.sent.packetId();
    }

    /** Received, and acknowledged at once. */
    @Benchmark
    public Packet in() {
        lastId = lastId % LAST_ID + 1;
        session.receive(new Publish("plant/line/7/temperature", payload, qos, false, false, qos == 0 ? 0 : lastId,
                Properties.EMPTY));
        var message = session.delivered.remove();
        if (qos > 0) {
            session.session.inbound().acknowledge(message, 0);
        }
        if (qos == 2) {
            session.receive(new Ack(PacketType.PUBREL, lastId));
        }
        return session.sent;
    }
}
