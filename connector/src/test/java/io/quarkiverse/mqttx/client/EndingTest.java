package io.quarkiverse.mqttx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;

class EndingTest {

    @Test
    void aCloseOrResetIsTheBrokersDoing() {
        assertThat(Ending.isByPeer(null)).isTrue();
        assertThat(Ending.isByPeer(new SocketException("Connection reset"))).isTrue();
        assertThat(Ending.isByPeer(new IOException("Connection reset by peer"))).isTrue();
        assertThat(Ending.isByPeer(new IOException("Broken pipe"))).isTrue();
        assertThat(Ending.isByPeer(new IOException("An existing connection was forcibly closed by the remote host"))).isTrue();
    }

    @Test
    void aNetworkFailureIsNot() {
        assertThat(Ending.isByPeer(new IOException("Connection timed out"))).isFalse();
        assertThat(Ending.isByPeer(new IOException("No route to host"))).isFalse();
        assertThat(Ending.isByPeer(new IOException((String) null))).isFalse();
        assertThat(Ending.isByPeer(new SSLHandshakeException("Connection reset"))).isFalse();
        assertThat(Ending.isByPeer(new TimeoutException("reset"))).isFalse();
    }

    @Test
    void describesTheRootCauseWhereItAddsSomething() {
        assertThat(Ending.describe(new IOException("refused", new IOException("refused")))).isEqualTo("refused");
        assertThat(Ending.describe(new IOException("handshake", new IOException("no trusted certificate"))))
                .isEqualTo("handshake (no trusted certificate)");
        assertThat(Ending.describe(new TimeoutException())).isEqualTo("TimeoutException");
    }
}
