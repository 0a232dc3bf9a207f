package io.quarkiverse.mqttx.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;

class DisconnectCauseTest {

    @Test
    void aCloseOrResetIsTheBrokersDoing() {
        assertThat(DisconnectCause.isByPeer(null)).isTrue();
        assertThat(DisconnectCause.isByPeer(new SocketException("Connection reset"))).isTrue();
        assertThat(DisconnectCause.isByPeer(new IOException("Connection reset by peer"))).isTrue();
        assertThat(DisconnectCause.isByPeer(new IOException("Broken pipe"))).isTrue();
        assertThat(DisconnectCause.isByPeer(new IOException("An existing connection was forcibly closed by the remote host")))
                .isTrue();
    }

    @Test
    void aNetworkFailureIsNot() {
        assertThat(DisconnectCause.isByPeer(new IOException("Connection timed out"))).isFalse();
        assertThat(DisconnectCause.isByPeer(new IOException("No route to host"))).isFalse();
        assertThat(DisconnectCause.isByPeer(new IOException((String) null))).isFalse();
        assertThat(DisconnectCause.isByPeer(new SSLHandshakeException("Connection reset"))).isFalse();
        assertThat(DisconnectCause.isByPeer(new TimeoutException("reset"))).isFalse();
    }

    @Test
    void describesTheRootCauseWhereItAddsSomething() {
        assertThat(DisconnectCause.describe(new IOException("refused", new IOException("refused")))).isEqualTo("refused");
        assertThat(DisconnectCause.describe(new IOException("handshake", new IOException("no trusted certificate"))))
                .isEqualTo("handshake (no trusted certificate)");
        assertThat(DisconnectCause.describe(new TimeoutException())).isEqualTo("TimeoutException");
    }
}
