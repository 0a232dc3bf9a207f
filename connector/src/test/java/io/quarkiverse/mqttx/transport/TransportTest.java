package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.vertx.core.buffer.Buffer;

class TransportTest extends ConnectionFixture {

    @Test
    void deliversPacketsOnTheGivenContext() throws Exception {
        connect();

        peer.send("20020000" + "40021234");

        await().until(() -> listener.packets.size() == 2);
        assertThat(listener.packets).containsExactly(new ConnAck(false, 0, Properties.EMPTY),
                new Ack(PacketType.PUBACK, 0x1234));
        peer.socket().close();
        await().until(listener::isClosed);
        assertThat(listener.contexts).containsOnly(context);
    }

    @Test
    void losesNothingThatThePeerSendsAtOnce() throws Exception {
        connect(plainSettings(),
                socket -> socket.write(Buffer.buffer(ByteBufUtil.decodeHexDump("20020000"))));

        await().until(() -> listener.packets.size() == 1);
    }

    @Test
    void readsAnswersInTheVersionOfTheConnectThatWasSent() throws Exception {
        connect();
        onContext(() -> transport.send(connect(ProtocolVersion.V3_1_1)));
        await().until(() -> peer.receivedBytes() > 0);

        peer.send("3005" + "0001740102");

        await().until(() -> listener.packets.size() == 1);
        assertThat(((Publish) listener.packets.get(0)).payload()).containsExactly(1, 2);
    }

    @Test
    void writesAllPacketsOfATurnAtOnce() throws Exception {
        connect();
        WriteCounter counter = countWrites();

        onContext(() -> {
            for (int i = 1; i <= 1_000; i++) {
                transport.send(new Ack(PacketType.PUBACK, i));
            }
        });

        await().until(() -> peer.receivedBytes() == 4_000);
        assertThat(onContext(() -> counter.writes)).isEqualTo(1);
    }

    @Test
    void writesAllAnswersToAReadAtOnce() throws Exception {
        connect();
        WriteCounter counter = countWrites();
        listener.onPacket = packet -> transport.send(new Ack(PacketType.PUBREL, ((Ack) packet).packetId()));

        peer.send("50021234".repeat(50));

        await().until(() -> peer.receivedBytes() == 200);
        // The peer's one write may arrive in a few reads, but never in one for each packet
        assertThat(onContext(() -> counter.writes)).isLessThan(10);
    }

    @Test
    void writesThroughBeforeTheTurnEndsWhenMuchIsGathered() throws Exception {
        connect();
        WriteCounter counter = countWrites();

        int inTurn = onContext(() -> {
            for (int i = 0; i < 20; i++) {
                transport.send(Publish.of("t", new byte[10_000], 0, false));
            }
            return counter.writes;
        });

        assertThat(inTurn).isEqualTo(2);
        await().until(() -> peer.receivedBytes() == 20 * 10_007);
    }

    @Test
    void keepsTheOrderOfSmallAndLargePackets() throws Exception {
        connect();
        ByteBuf expected = Unpooled.buffer();
        PacketEncoder encoder = new PacketEncoder();
        List<Publish> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] payload = new byte[i % 3 == 0 ? 30_000 : 10];
            new Random(i).nextBytes(payload);
            messages.add(Publish.of("topic/" + i, payload, 0, false));
            encoder.encode(messages.get(i), expected);
        }

        onContext(() -> messages.forEach(transport::send));

        await().until(() -> peer.receivedBytes() == expected.readableBytes());
        assertThat(peer.received().getBytes()).isEqualTo(ByteBufUtil.getBytes(expected));
    }

    @Test
    void carriesLargePayloadsBothWays() throws Exception {
        connect();
        byte[] payload = new byte[5_000_000];
        new Random(5).nextBytes(payload);

        onContext(() -> transport.send(Publish.of("large", payload, 0, false)));
        await().until(() -> peer.receivedBytes() >= payload.length + 12);
        peer.socket().write(peer.received());

        await().until(() -> listener.packets.size() == 1);
        assertThat(((Publish) listener.packets.get(0)).payload()).isEqualTo(payload);
    }

    @Test
    void tellsWhenTheSocketTakesNoMoreAndWhenItDoesAgain() throws Exception {
        connect(plainSettings(), socket -> socket.pause());
        boolean toldWithinSend = onContext(() -> {
            for (int i = 0; i < 2_000; i++) {
                transport.send(Publish.of("t", new byte[10_000], 0, false));
            }
            return !listener.writability.isEmpty();
        });

        assertThat(toldWithinSend).isFalse();
        await().until(() -> listener.writability.equals(List.of(false)));
        peer.socket().resume();
        await().until(() -> listener.writability.equals(List.of(false, true)));
        assertThat(onContext(transport::isWritable)).isTrue();
        assertThat(listener.contexts).containsOnly(context);
    }

    @Test
    void tellsAfterARefusalInTheMiddleOfATurn() throws Exception {
        connect();

        int sent = onContext(() -> {
            transport.channel().config().setWriteBufferHighWaterMark(40_000);
            int count = 0;
            while (transport.isWritable() && count < 100) {
                transport.send(Publish.of("t", new byte[16_000], 0, false));
                count++;
            }
            return count;
        });

        assertThat(sent).isEqualTo(3);
        await().until(() -> listener.writability.equals(List.of(true)));
        await().until(() -> peer.receivedBytes() == 3 * 16_007);
    }

    @Test
    void sendsNothingOfAPacketThatCannotBeExpressed() throws Exception {
        connect();

        onContext(() -> {
            transport.send(Ping.REQUEST);
            assertThatThrownBy(() -> transport.send(Publish.of("t".repeat(70_000), new byte[20_000], 0, false)))
                    .isInstanceOf(IllegalArgumentException.class);
            transport.send(Ping.REQUEST);
        });

        await().until(() -> peer.receivedBytes() == 4);
        assertThat(peer.received().getBytes()).containsExactly(0xC0, 0, 0xC0, 0);
    }

    @Test
    void failsTheFutureWhenNobodyListens() throws Exception {
        TransportConnector connector = new TransportConnector(vertx, plainSettings());
        RecordingListener unused = new RecordingListener();

        // Nobody listens on port 1
        assertThatThrownBy(() -> connector.connect(new ServerAddress("localhost", 1, false), context, unused)
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(ConnectException.class)
                .hasMessageContaining("localhost");
        assertThat(unused.closedCalls).hasValue(0);
    }

    @Test
    void leaksNothingOfWhatIsRead() throws Exception {
        connect();
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        onContext(() -> transport.channel().config().setAllocator(allocator));

        peer.send("40021234".repeat(10_000) + "3011000174");
        await().until(() -> listener.packets.size() == 10_000);
        peer.send("00".repeat(14) + "0000");
        await().until(() -> !listener.malformed.isEmpty());
        peer.send("ff".repeat(10_000));
        peer.socket().close();

        await().until(listener::isClosed);
        await().untilAsserted(() -> assertThat(allocator.metric().usedDirectMemory()).isZero());
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    private WriteCounter countWrites() {
        WriteCounter counter = new WriteCounter();
        onContext(() -> {
            transport.channel().pipeline().addBefore("mqtt", "counter", counter);
        });
        return counter;
    }

    private static Connect connect(ProtocolVersion version) {
        return new Connect(version, "c", true, 60, null, null, null, Properties.EMPTY);
    }

    private static final class WriteCounter extends ChannelOutboundHandlerAdapter {

        private int writes;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            writes++;
            ctx.write(message, promise);
        }
    }
}
