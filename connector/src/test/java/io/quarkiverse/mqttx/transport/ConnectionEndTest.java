package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.vertx.Sockets;
import io.vertx.core.buffer.Buffer;

/** How connections end: by us, by the peer, by failures. */
class ConnectionEndTest extends ConnectionFixture {

    @Test
    void sendsWhatWasGivenBeforeItCloses() throws Exception {
        connect();

        onContext(() -> {
            transport.send(Publish.of("t", new byte[1_000_000], 0, false));
            transport.send(new Disconnect(0));
            transport.close();
            transport.send(Ping.REQUEST);
        });

        await().until(listener::isClosed);
        await().until(() -> peer.sawEnd);
        Buffer received = peer.received();
        assertThat(received.length()).isEqualTo(1 + 3 + 4 + 1_000_000 + 2);
        assertThat(received.getBytes(received.length() - 2, received.length())).containsExactly(0xE0, 0x00);
        assertThat(listener.cause).isNull();
        assertThat(listener.closedCalls).hasValue(1);
    }

    @Test
    void letsThePeerReadTheDisconnectWhileItIsStillSending() throws Exception {
        connect(plainSettings(), socket -> socket.write(Buffer.buffer(new byte[] { (byte) 0xD0, 0 })));
        await().until(() -> listener.packets.size() == 1);

        onContext(() -> {
            transport.send(new Disconnect(0));
            transport.close();
        });
        peer.socket().write(Buffer.buffer(ByteBufUtil.decodeHexDump("d000".repeat(50_000))));

        await().until(() -> peer.receivedBytes() == 2);
        await().until(listener::isClosed);
        assertThat(listener.packets).hasSize(1);
    }

    @Test
    void letsTheBrokerCloseWhenItHasReadTheDisconnect() throws Exception {
        connect(plainSettings(), socket -> {
        });

        onContext(() -> {
            transport.send(new Disconnect(0));
            transport.close(120_000);
        });

        await().until(() -> peer.receivedBytes() == 2);
        assertThat(peer.sawEnd).as("what is still in its queues counts").isFalse();
        peer.socket().close();
        await().until(listener::isClosed);
    }

    @Test
    void doesNotWaitForTheBrokerAfterAnError() throws Exception {
        connect(plainSettings(), socket -> {
        });

        onContext(() -> {
            transport.send(new Disconnect(0x82));
            transport.close(120_000);
        });

        await().until(() -> peer.sawEnd);
    }

    @Test
    void cutsTheConnectionWhenThePeerNeitherReadsNorCloses() throws Exception {
        connect(plainSettings(), socket -> socket.pause());

        onContext(() -> {
            for (int i = 0; i < 100; i++) {
                transport.send(Publish.of("t", new byte[200_000], 0, false));
            }
            transport.close(300);
        });

        await().until(listener::isClosed);
        assertThat(listener.cause).isNull();
        assertThat(listener.closedCalls).hasValue(1);
    }

    @Test
    void saysNothingWrongWhenThePeerCloses() throws Exception {
        connect();

        peer.socket().close();

        await().until(listener::isClosed);
        assertThat(listener.cause).isNull();
    }

    @Test
    void saysWhyWhenThePeerResets() throws Exception {
        connect();
        SocketChannel channel = (SocketChannel) Sockets.channel(peer.socket());

        channel.eventLoop().execute(() -> {
            channel.config().setSoLinger(0);
            channel.close();
        });

        await().until(listener::isClosed);
        assertThat(listener.cause).isInstanceOf(IOException.class);
        assertThat(listener.closedCalls).hasValue(1);
    }

    @Test
    void reportsBrokenPacketsOnceAndStillSendsTheDisconnect() throws Exception {
        connect();

        peer.send("0000" + "0000");
        await().until(() -> !listener.malformed.isEmpty());
        peer.send("0000");
        onContext(() -> {
            transport.send(new Disconnect(0x81));
            transport.close();
        });

        await().until(() -> peer.receivedBytes() == 3);
        await().until(listener::isClosed);
        assertThat(listener.malformed).hasSize(1);
    }

    @Test
    void closesTheConnectionWhenTheListenerFails() throws Exception {
        connect();
        IllegalStateException failure = new IllegalStateException("provoked by the test");
        listener.onPacket = packet -> {
            throw failure;
        };

        peer.send("d000d000");

        await().until(listener::isClosed);
        assertThat(listener.cause).isSameAs(failure);
        assertThat(listener.packets).hasSize(1);
    }

    @Test
    void closesItsConnectionsWithTheConnector() throws Exception {
        connect();

        connector().close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        await().until(listener::isClosed);
        assertThatThrownBy(() -> connector().connect(new ServerAddress("localhost", peer.port(), false), context, listener)
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)).hasMessageContaining("Closed");
        assertThat(listener.closedCalls).hasValue(1);
    }

    @Test
    void closesWithTheConnectorEvenIfThePeerReadsNoMore() throws Exception {
        connect(plainSettings(), socket -> socket.pause());
        onContext(() -> transport.send(Publish.of("t", new byte[20_000_000], 0, false)));

        connector().close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(listener.isClosed()).isTrue();
    }

    @Test
    void leaksNothingWhenTheConnectionEndsInTheMiddle() throws Exception {
        connect(plainSettings(), socket -> socket.pause());
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        onContext(() -> {
            transport.channel().config().setAllocator(allocator);
            for (int i = 0; i < 200; i++) {
                transport.send(Publish.of("t", new byte[i % 2 == 0 ? 50_000 : 10_000], 0, false));
            }
        });
        onContext(() -> {
            transport.send(Ping.REQUEST);
            assertThat(allocator.metric().usedDirectMemory()).isPositive();
            transport.channel().pipeline().context(transport).close();
            transport.send(Ping.REQUEST);
        });

        await().until(listener::isClosed);
        onContext(() -> transport.send(Ping.REQUEST));
        await().untilAsserted(() -> assertThat(allocator.metric().usedDirectMemory()).isZero());
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }
}
