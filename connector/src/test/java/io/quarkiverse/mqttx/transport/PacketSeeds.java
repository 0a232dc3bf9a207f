package io.quarkiverse.mqttx.transport;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Packets;

/** Inputs for the fuzzing of decoder and session to begin with: valid packets, and what a broker answers. */
public final class PacketSeeds {

    private static final int EACH = 12;

    private PacketSeeds() {
    }

    /** Packets of every type in each version, in pieces of several sizes. */
    public static List<byte[]> packets() {
        List<byte[]> seeds = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            EmbeddedChannel netty = NettyPackets.serverEncoder(version);
            for (int seed = 1; seed <= EACH; seed++) {
                RandomPackets random = new RandomPackets(seed, version);
                ByteBuf bytes = Unpooled.buffer();
                bytes.writeByte(version.ordinal()).writeByte(seed).writeByte(0);
                bytes.writeBytes(NettyPackets.encode(netty, random.fromServer(), version));
                bytes.writeBytes(NettyPackets.encode(netty, random.fromServer(), version));
                seeds.add(ByteBufUtil.getBytes(bytes));
            }
            netty.finishAndReleaseAll();
        }
        return seeds;
    }

    /** What a broker says to the session of {@link SessionFuzz}: grants, acknowledgements, messages. */
    public static List<byte[]> conversations() {
        List<byte[]> seeds = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            for (int state = 0; state < 8; state++) {
                ByteBuf bytes = Unpooled.buffer();
                bytes.writeByte(version.ordinal()).writeByte(state).writeByte(state == 7 ? 0 : 64);
                for (int id = 1; id <= 4; id++) {
                    bytes.writeBytes(Packets.subAck(version, id, 1));
                    bytes.writeBytes(id % 2 == 0 ? Packets.pubAck(id) : Packets.pubRec(id));
                    bytes.writeBytes(Packets.pubComp(id));
                    bytes.writeBytes(Packets.publish(version, "a/b", id % 3, id, new byte[] { 1, 2 }));
                    bytes.writeBytes(Packets.pubRel(id));
                }
                if (version.is5()) {
                    bytes.writeBytes(Packets.publish5("23 00 01", "b", 1, 9, new byte[] { 3 }));
                    bytes.writeBytes(Packets.publish5("23 00 01", "", 1, 10, new byte[] { 4 }));
                    bytes.writeBytes(Packets.disconnect(0x8B));
                }
                seeds.add(ByteBufUtil.getBytes(bytes));
            }
        }
        return seeds;
    }
}
