package io.quarkiverse.mqttx.transport;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;

/** One PUBLISH to bytes and back. In the package of the codec, which nobody else may see. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final int MAX_PACKET = 1 << 20;

    /** Of the payload, in bytes. */
    @Param({ "64", "1024" })
    int size;

    private final PacketDecoder decoder = new PacketDecoder(MAX_PACKET);
    private final PacketEncoder encoder = new PacketEncoder();
    private final ByteBuf out = Unpooled.directBuffer(2 * MAX_PACKET);
    private Publish message;
    private ByteBuf in;

    @Setup
    public void encodeOnce() {
        decoder.version(ProtocolVersion.V5);
        message = new Publish("plant/line/7/temperature", new byte[size], 1, false, false, 7, Properties.EMPTY);
        in = Unpooled.directBuffer();
        encoder.encode(message, in);
    }

    @Benchmark
    public int encode() {
        out.clear();
        encoder.encode(message, out);
        return out.writerIndex();
    }

    @Benchmark
    public Packet decode() {
        in.readerIndex(0);
        return decoder.next(in);
    }
}
