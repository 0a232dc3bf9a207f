package io.quarkiverse.mqttx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.transport.ServerAddress;

class ServerRotationTest {

    private static final ServerAddress A = new ServerAddress("a", 1883, false);
    private static final ServerAddress B = new ServerAddress("b", 1883, false);

    @Test
    void givesEachServerAChanceInARound() {
        ServerRotation servers = new ServerRotation(List.of(A, B));
        assertThat(servers.current()).isEqualTo(A);
        assertThat(servers.next()).isTrue();
        assertThat(servers.current()).isEqualTo(B);
        assertThat(servers.next()).isFalse();
        assertThat(servers.current()).isEqualTo(A);
        assertThat(servers.next()).isTrue();
    }

    @Test
    void aRoundBeginsWithTheServerThatAccepted() {
        ServerRotation servers = new ServerRotation(List.of(A, B));
        servers.next();
        servers.accepted();
        assertThat(servers.current()).isEqualTo(B);
        assertThat(servers.next()).isTrue();
        assertThat(servers.current()).isEqualTo(A);
        assertThat(servers.next()).isFalse();
    }

    @Test
    void oneServerIsARoundOfItsOwn() {
        ServerRotation servers = new ServerRotation(List.of(A));
        assertThat(servers.next()).isFalse();
        assertThat(servers.current()).isEqualTo(A);
    }
}
