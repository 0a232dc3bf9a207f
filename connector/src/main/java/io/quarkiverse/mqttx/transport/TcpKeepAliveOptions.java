package io.quarkiverse.mqttx.transport;

import java.net.SocketOption;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import jdk.net.ExtendedSocketOptions;

/**
 * Sets the count, idle time and interval of TCP's keep-alive. Each kind of Netty channel has its own options for them; those of
 * the native channels are asked for by name, so that none of their jars is needed.
 */
final class TcpKeepAliveOptions {

    private static final Logger LOG = Logger.getLogger(TcpKeepAliveOptions.class);

    private static final String[] NATIVE_OPTIONS = {
            "io.netty.channel.epoll.EpollChannelOption#",
            "io.netty.channel.uring.IoUringChannelOption#",
            "io.netty.incubator.channel.uring.IOUringChannelOption#" };

    private TcpKeepAliveOptions() {
    }

    static void apply(TcpKeepAlive keepAlive, Channel channel) {
        if (!keepAlive.enabled()) {
            return;
        }
        set(channel, "TCP_KEEPCNT", ExtendedSocketOptions.TCP_KEEPCOUNT, keepAlive.count());
        set(channel, "TCP_KEEPIDLE", ExtendedSocketOptions.TCP_KEEPIDLE, keepAlive.idleSeconds());
        set(channel, "TCP_KEEPINTVL", ExtendedSocketOptions.TCP_KEEPINTERVAL, keepAlive.intervalSeconds());
    }

    private static void set(Channel channel, String nativeName, SocketOption<Integer> jdkOption, int value) {
        if (value == -1) {
            return;
        }
        for (String prefix : NATIVE_OPTIONS) {
            if (trySet(channel, ChannelOption.valueOf(prefix + nativeName), value)) {
                return;
            }
        }
        if (!trySet(channel, NioChannelOption.of(jdkOption), value)) {
            LOG.warnf("This system offers no way to set %s=%d on a %s; TCP keep-alive stays on with the system's value",
                    jdkOption.name(), value, channel.getClass().getSimpleName());
        }
    }

    private static boolean trySet(Channel channel, ChannelOption<Integer> option, int value) {
        try {
            return channel.config().setOption(option, value);
        } catch (RuntimeException | LinkageError e) {
            LOG.debugf(e, "%s cannot be set", option.name());
            return false;
        }
    }
}
