package io.quarkiverse.mqttx.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** Metadata that a test makes, as if a message had come. */
class IncomingMqttMetadataTest {

    @Test
    void saysWhatItWasBuiltWith() {
        IncomingMqttMetadata metadata = IncomingMqttMetadata.builder("plant/4/temperature").withChannel("temperatures")
                .withTopicTemplate("plant/{line}/temperature").withQos(1).withRetain(true).withDuplicate(true)
                .withDeliveryAttempt(2).withBrokerDeliveries(3).withUserProperty("site", "Bonn")
                .withUserProperty("site", "Kiel")
                .withContentType("application/json").withResponseTopic("to/me").withCorrelationData(new byte[] { 1 })
                .withMessageExpiry(Duration.ofMinutes(1)).withUtf8Payload().build();

        assertThat(metadata.getChannel()).isEqualTo("temperatures");
        assertThat(metadata.getTopic()).isEqualTo("plant/4/temperature");
        assertThat(metadata.getTopicVariable("line")).hasValue("4");
        assertThat(metadata.getQos()).isEqualTo(1);
        assertThat(metadata.getPacketId()).isPositive();
        assertThat(metadata.isRetain()).isTrue();
        assertThat(metadata.isDuplicate()).isTrue();
        assertThat(metadata.getDeliveryAttempt()).isEqualTo(2);
        assertThat(metadata.getBrokerDeliveries()).isEqualTo(3);
        assertThat(metadata.getUserProperties()).containsExactly(new UserProperty("site", "Bonn"),
                new UserProperty("site", "Kiel"));
        assertThat(metadata.getContentType()).hasValue("application/json");
        assertThat(metadata.getResponseTopic()).hasValue("to/me");
        assertThat(metadata.getCorrelationData()).hasValueSatisfying(data -> assertThat(data).containsExactly(1));
        assertThat(metadata.getMessageExpiry()).hasValue(Duration.ofMinutes(1));
        assertThat(metadata.isUtf8Payload()).isTrue();
    }

    @Test
    void isOfAPlainMessageUnlessSaidOtherwise() {
        IncomingMqttMetadata metadata = IncomingMqttMetadata.builder("a").build();

        assertThat(metadata.getQos()).isZero();
        assertThat(metadata.getPacketId()).isZero();
        assertThat(metadata.isRetain()).isFalse();
        assertThat(metadata.getDeliveryAttempt()).isEqualTo(1);
        assertThat(metadata.getTopicVariables()).isEmpty();
        assertThat(metadata.getUserProperties()).isEmpty();
        assertThat(metadata.getContentType()).isEmpty();
    }

    @Test
    void cannotSayWhatNoBrokerWould() {
        assertThatIllegalArgumentException().isThrownBy(() -> IncomingMqttMetadata.builder("a/#"));
        IncomingMqttMetadata.Builder builder = IncomingMqttMetadata.builder("a/b");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withQos(3));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withResponseTopic("+"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withTopicTemplate("{x}")).withMessageContaining("'a/b'");
    }
}
