package io.quarkiverse.mqttx.testing;

import java.util.Random;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** One connection through {@link ChaosProxy}: two sockets and a pipe for each direction. All on the proxy's event loop. */
final class ProxiedConnection {

    private final Channel client;
    private final Channel broker;
    private final ProxyPipe toBroker;
    private final ProxyPipe toClient;
    private final Consumer<ProxiedConnection> onEnd;

    ProxiedConnection(ChaosProxy proxy, int number, Channel client, Channel broker, Consumer<ProxiedConnection> onEnd) {
        this.client = client;
        this.broker = broker;
        this.onEnd = onEnd;
        toBroker = pipe(proxy, number, Direction.TO_BROKER, client, broker);
        toClient = pipe(proxy, number, Direction.TO_CLIENT, broker, client);
    }

    private ProxyPipe pipe(ChaosProxy proxy, int number, Direction direction, Channel from, Channel to) {
        // Each has chances of its own, so that they do not depend on how the two directions interleave
        Random random = new Random(proxy.seed() + 2L * number + direction.ordinal());
        return new ProxyPipe(this, from, to, () -> proxy.toxics(direction), random,
                bytes -> proxy.tap(number, direction, bytes));
    }

    void start() {
        client.pipeline().addLast(toBroker);
        broker.pipeline().addLast(toClient);
        client.config().setAutoRead(true);
        broker.config().setAutoRead(true);
    }

    void endAfter(Direction direction, long bytes, ConnectionEnd how) {
        (direction == Direction.TO_BROKER ? toBroker : toClient).endAfter(bytes, how);
    }

    /** Not for {@link ConnectionEnd#HALF_CLOSE}, which needs a direction. */
    void end(ConnectionEnd how) {
        if (how == ConnectionEnd.RESET) {
            reset(client);
            reset(broker);
        }
        client.close();
        broker.close();
        onEnd.accept(this);
    }

    private static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    /**
     * A side has gone and all that it has sent was passed on. The other is told, unless that vanishes as well; then it stays
     * until it goes itself.
     */
    void ended(Channel side, boolean hidden) {
        Channel other = side == client ? broker : client;
        if (!hidden || !other.isActive()) {
            end(ConnectionEnd.CLOSE);
        }
    }
}
