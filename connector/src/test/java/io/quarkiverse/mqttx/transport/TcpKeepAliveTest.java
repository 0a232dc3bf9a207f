package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardSocketOptions;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;
import io.vertx.core.net.NetClientOptions;
import jdk.net.ExtendedSocketOptions;

@EnabledOnOs(OS.LINUX)
class TcpKeepAliveTest {

    private static final TransportSettings SETTINGS = new TransportSettings(new NetClientOptions(), null, 1 << 20,
            new TcpKeepAlive(true, 4, 33, 7));

    @Nested
    class OnNioChannels extends ConnectionFixture {

        @Test
        void setsCountIdleTimeAndInterval() throws Exception {
            connect(SETTINGS, socket -> {
            });

            var config = transport.channel().config();
            assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
            assertThat(config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT))).isEqualTo(4);
            assertThat(config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE))).isEqualTo(33);
            assertThat(config.getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL))).isEqualTo(7);
        }

        @Test
        void leavesEverythingToTheSystemByDefault() throws Exception {
            connect();

            assertThat(transport.channel().config().getOption(NioChannelOption.of(StandardSocketOptions.SO_KEEPALIVE)))
                    .isFalse();
        }
    }

    @Nested
    class OnEpollChannels extends ConnectionFixture {

        @Override
        boolean preferNativeTransport() {
            return true;
        }

        @Test
        void setsCountIdleTimeAndInterval() throws Exception {
            assumeTrue(vertx.isNativeTransportEnabled(), "no native transport here");
            connect(SETTINGS, socket -> {
            });

            var config = transport.channel().config();
            assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
            assertThat(config.getOption(EpollChannelOption.TCP_KEEPCNT)).isEqualTo(4);
            assertThat(config.getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(33);
            assertThat(config.getOption(EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(7);
        }
    }
}
