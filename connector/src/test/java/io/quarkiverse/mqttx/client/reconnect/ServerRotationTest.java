package io.quarkiverse.mqttx.client.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ServerAddress;

class ServerRotationTest {

    private static final ServerAddress A = new ServerAddress("a", 1883, false);
    private static final ServerAddress B = new ServerAddress("b", 1883, false);
    private static final ServerAddress C = new ServerAddress("c", 1883, false);
    private static final ServerAddress D = new ServerAddress("d", 1883, false);

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
    void eachServerThatItIsReferredToHasAChanceBeforeTheNextConfiguredOne() {
        ServerRotation servers = new ServerRotation(List.of(A, B));
        servers.redirect(List.of(C, D), false);
        assertThat(servers.current()).isEqualTo(C);
        assertThat(servers.next()).isTrue();
        assertThat(servers.current()).isEqualTo(D);
        assertThat(servers.next()).isTrue();
        assertThat(servers.current()).isEqualTo(B);
    }

    @Test
    void onlyServersThatWereMovedToTakeThePlaceOfTheConfiguredOnes() {
        for (boolean forGood : new boolean[] { false, true }) {
            ServerRotation servers = new ServerRotation(List.of(A));
            servers.redirect(List.of(C), forGood);
            servers.accepted();
            assertThat(servers.current()).isEqualTo(C);
            servers.lost();
            assertThat(servers.current()).isEqualTo(forGood ? C : A);
        }
    }

    @Test
    void oneServerIsARoundOfItsOwn() {
        ServerRotation servers = new ServerRotation(List.of(A));
        assertThat(servers.next()).isFalse();
        assertThat(servers.current()).isEqualTo(A);
    }
}
