package io.quarkiverse.mqttx.client.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class RedirectsTest {

    @Test
    void aRowThatIsOverIsForgotten() {
        ServerAddress from = new ServerAddress("from", 1883, false);
        Redirects redirects = new Redirects(true, new ServerRotation(List.of(from)),
                (server, attempt) -> true);
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < Redirects.MAXIMUM; i++) {
                assertThat(redirects.follow(from, null, referring("to-" + i))).isTrue();
                assertThat(redirects.follow(from, null, referring("to-" + i))).as("a second time").isFalse();
            }
            assertThat(redirects.follow(from, null, referring("too-far"))).isFalse();
            redirects.over();
        }
    }

    private static DisconnectCause referring(String reference) {
        return new DisconnectCause("", ReasonCode.USE_ANOTHER_SERVER, false, false, false,
                Properties.builder().add(Property.SERVER_REFERENCE, reference).build(), null);
    }

    @Test
    void theBrokersOfAReferenceAreNotAllDialledAtOnce() {
        ServerRotation servers = new ServerRotation(List.of(new ServerAddress("a", 1883, false)));
        assertThat(servers.pauseMillis()).isZero();
        servers.redirect(Redirects.targets("b c d", false), false);
        assertThat(servers.pauseMillis()).isZero();
        servers.next();
        assertThat(servers.pauseMillis()).isPositive();
    }

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("myserver.xyz.org", false, List.of(new ServerAddress("myserver.xyz.org", 1883, false))),
                Arguments.of("myserver.xyz.org", true, List.of(new ServerAddress("myserver.xyz.org", 8883, true))),
                Arguments.of("10.10.151.22:8884 [fe80::9610:3eff:fe1c]:1884", false,
                        List.of(new ServerAddress("10.10.151.22", 8884, false),
                                new ServerAddress("fe80::9610:3eff:fe1c", 1884, false))),
                Arguments.of(" [::1]  fe80::1 ", false,
                        List.of(new ServerAddress("::1", 1883, false), new ServerAddress("fe80::1", 1883, false))),
                Arguments.of("a:0 a:x :1883 [] mqtt://a ann@b", false, List.of()),
                Arguments.of("", false, List.of()));
    }

    @ParameterizedTest
    @MethodSource("references")
    void readsServerReferences(String text, boolean tls, List<ServerAddress> addresses) {
        assertThat(Redirects.targets(text, tls)).isEqualTo(addresses);
    }
}
