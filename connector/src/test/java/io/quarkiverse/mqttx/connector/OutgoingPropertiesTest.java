package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.OutgoingSettings;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.UserProperty;

class OutgoingPropertiesTest {

    private static OutgoingProperties channel(long expirySeconds, UserProperty... properties) {
        return new OutgoingProperties(
                new OutgoingSettings("out", "t", 0, false, 10, false, true, expirySeconds, List.of(properties), false, null));
    }

    private static String merged(OutgoingProperties channel, OutgoingMqttMetadata.Builder metadata) {
        return channel.of(metadata.build().getProperties()).toString();
    }

    @Test
    void aMessageWithoutPropertiesGetsThoseOfTheChannel() {
        OutgoingProperties channel = channel(60, new UserProperty("site", "bonn"));

        assertThat(channel.of(Properties.EMPTY)).hasToString(
                "{MESSAGE_EXPIRY_INTERVAL=60, USER_PROPERTY=UserProperty[name=site, value=bonn]}");
        assertThat(channel.of(Properties.EMPTY)).isSameAs(channel.of(Properties.EMPTY));
    }

    @Test
    void aChannelWithoutPropertiesLeavesThoseOfTheMessageAlone() {
        Properties own = OutgoingMqttMetadata.builder().withContentType("text/plain").build().getProperties();

        assertThat(channel(OutgoingSettings.NO_EXPIRY).of(own)).isSameAs(own);
        assertThat(channel(OutgoingSettings.NO_EXPIRY).of(Properties.EMPTY)).isSameAs(Properties.EMPTY);
    }

    @Test
    void whatTheMessageSaysCounts() {
        OutgoingProperties channel = channel(60, new UserProperty("site", "bonn"), new UserProperty("line", "1"));

        assertThat(merged(channel, OutgoingMqttMetadata.builder().withMessageExpiry(Duration.ofSeconds(5))
                .withUserProperty("line", "2").withUserProperty("line", "3"))).isEqualTo(
                        "{USER_PROPERTY=UserProperty[name=site, value=bonn], MESSAGE_EXPIRY_INTERVAL=5,"
                                + " USER_PROPERTY=UserProperty[name=line, value=2],"
                                + " USER_PROPERTY=UserProperty[name=line, value=3]}");
        assertThat(merged(channel, OutgoingMqttMetadata.builder().withContentType("text/plain"))).isEqualTo(
                "{MESSAGE_EXPIRY_INTERVAL=60, USER_PROPERTY=UserProperty[name=site, value=bonn],"
                        + " USER_PROPERTY=UserProperty[name=line, value=1], CONTENT_TYPE=text/plain}");
    }
}
