package io.quarkiverse.mqttx.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;

class ConnectAttemptTest {

    private final ConnectAttempt attempt = new ConnectAttempt(new ServerAddress("localhost", 1883, false), "ann", "secret",
            List.of(), null);

    @Test
    void takesNothingThatConnectCannotCarry() {
        assertThatIllegalArgumentException().isThrownBy(() -> attempt.withCredentials("a\0", "secret"))
                .withMessageContaining("user name").withMessageContaining("NUL");
        assertThatIllegalArgumentException().isThrownBy(() -> attempt.withCredentials("a\uD83D", "secret"))
                .withMessageContaining("half a surrogate pair");
        assertThatIllegalArgumentException().isThrownBy(() -> attempt.withPassword("x".repeat(65_536)))
                .withMessage("the password takes 65536 bytes; shorten it to at most 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> attempt.withWillPayload(new byte[65_536]))
                .withMessageContaining("payload of the will");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attempt.withUserProperties(List.of(new UserProperty("n", "v\0"))))
                .withMessageContaining("user property 'n'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attempt.withUserProperties(List.of(new UserProperty("\0", "v"))))
                .withMessageContaining("name of a user property");
    }

    @Test
    void takesWhatIsEmpty() {
        assertThat(attempt.withCredentials("", "").withUserProperties(List.of(new UserProperty("", "")))
                .withWillPayload(new byte[0]).username()).isEmpty();
    }
}
