package io.quarkiverse.mqttx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class ChannelNamesTest {

    @Test
    void namesTheFirstChannelsAndCountsTheOthers() {
        assertThat(ChannelNames.of("id", List.of("a"))).isEqualTo(" (channel a)");
        assertThat(ChannelNames.of("id", List.of("a", "b"))).isEqualTo(" (channels a, b)");
        assertThat(ChannelNames.of("id", List.of("a", "b", "c", "d", "e", "f", "g")))
                .isEqualTo(" (channels a, b, c, d, e and 2 more)");
    }

    @Test
    void doesNotRepeatTheNameOfTheConnection() {
        assertThat(ChannelNames.of("a", List.of("a"))).isEmpty();
        assertThat(ChannelNames.of("a", List.of())).isEmpty();
        assertThat(ChannelNames.of("a", List.of("a", "b"))).isEqualTo(" (channels a, b)");
    }
}
