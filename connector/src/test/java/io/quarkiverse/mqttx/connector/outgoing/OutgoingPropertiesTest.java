package io.quarkiverse.mqttx.connector.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.connector.config.model.MessageDefaults;
import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.message.MetadataProperties;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

class OutgoingPropertiesTest {

    private static OutgoingProperties channel(long expirySeconds, UserProperty... properties) {
        return new OutgoingProperties(
                new OutgoingSettings("out", new MessageDefaults("t", 0, false, expirySeconds, null, List.of(properties)), false,
                        true, List.of(), OutgoingAckStrategy.ON_DELIVERY, null));
    }

    private static String merged(OutgoingProperties channel, OutgoingMqttMetadata.Builder metadata) {
        return channel.of(MetadataProperties.of(metadata.build()), Properties.EMPTY).toString();
    }

    @Test
    void aMessageWithoutPropertiesGetsThoseOfTheChannel() {
        OutgoingProperties channel = channel(60, new UserProperty("site", "bonn"));

        assertThat(channel.of(Properties.EMPTY, Properties.EMPTY)).hasToString(
                "{MESSAGE_EXPIRY_INTERVAL=60, USER_PROPERTY=site=bonn}");
        assertThat(channel.of(Properties.EMPTY, Properties.EMPTY)).isSameAs(channel.of(Properties.EMPTY, Properties.EMPTY));
    }

    @Test
    void aChannelWithoutPropertiesLeavesThoseOfTheMessageAlone() {
        Properties own = MetadataProperties.of(OutgoingMqttMetadata.builder().withContentType("text/plain").build());

        assertThat(channel(MessageDefaults.NO_EXPIRY).of(own, Properties.EMPTY)).isSameAs(own);
        assertThat(channel(MessageDefaults.NO_EXPIRY).of(Properties.EMPTY, Properties.EMPTY)).isSameAs(Properties.EMPTY);
    }

    @Test
    void whatTheMessageSaysCounts() {
        OutgoingProperties channel = channel(60, new UserProperty("site", "bonn"), new UserProperty("line", "1"));

        assertThat(merged(channel, OutgoingMqttMetadata.builder().withMessageExpiry(Duration.ofSeconds(5))
                .withUserProperty("line", "2").withUserProperty("line", "3"))).isEqualTo(
                        "{USER_PROPERTY=site=bonn, MESSAGE_EXPIRY_INTERVAL=5,"
                                + " USER_PROPERTY=line=2,"
                                + " USER_PROPERTY=line=3}");
        assertThat(merged(channel, OutgoingMqttMetadata.builder().withContentType("text/plain"))).isEqualTo(
                "{MESSAGE_EXPIRY_INTERVAL=60, USER_PROPERTY=site=bonn,"
                        + " USER_PROPERTY=line=1, CONTENT_TYPE=text/plain}");
    }

    @Test
    void whatIsKnownOfThePayloadIsAddedUnlessTheMessageSaysIt() {
        Properties text = Properties.builder().add(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .add(Property.CONTENT_TYPE, "text/plain")
                .build();
        OutgoingProperties silent = channel(MessageDefaults.NO_EXPIRY);
        OutgoingProperties channel = channel(60);

        assertThat(silent.of(Properties.EMPTY, text)).isSameAs(text);
        assertThat(channel.of(Properties.EMPTY, text))
                .hasToString("{MESSAGE_EXPIRY_INTERVAL=60, PAYLOAD_FORMAT_INDICATOR=1, CONTENT_TYPE=text/plain}")
                .isSameAs(channel.of(Properties.EMPTY, text));
        assertThat(channel.of(MetadataProperties.of(OutgoingMqttMetadata.builder().withContentType("text/html").build()), text))
                .hasToString("{MESSAGE_EXPIRY_INTERVAL=60, CONTENT_TYPE=text/html, PAYLOAD_FORMAT_INDICATOR=1}");
    }
}
