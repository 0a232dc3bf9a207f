package io.quarkiverse.mqttx.connector.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.session.packet.Property;

class OutgoingMqttMetadataTest {

    @Test
    void leavesOpenWhatIsNotSaid() {
        OutgoingMqttMetadata metadata = OutgoingMqttMetadata.of("t");
        assertThat(metadata.getTopic()).isEqualTo("t");
        assertThat(metadata.getQos()).isNull();
        assertThat(metadata.getRetain()).isNull();
        assertThat(MetadataProperties.of(metadata).isEmpty()).isTrue();
    }

    @Test
    void carriesTheMqtt5Properties() {
        OutgoingMqttMetadata metadata = OutgoingMqttMetadata.builder().withUserProperty("a", "1").withUserProperty("a", "")
                .withContentType("text/plain").withResponseTopic("answers").withCorrelationData(new byte[] { 7 })
                .withMessageExpiry(Duration.ofMinutes(2)).withUtf8Payload().build();
        assertThat(MetadataProperties.of(metadata).userProperties()).containsExactly(new UserProperty("a", "1"),
                new UserProperty("a", ""));
        assertThat(MetadataProperties.of(metadata).string(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(MetadataProperties.of(metadata).string(Property.RESPONSE_TOPIC)).isEqualTo("answers");
        assertThat(MetadataProperties.of(metadata).binary(Property.CORRELATION_DATA)).containsExactly(7);
        assertThat(MetadataProperties.of(metadata).number(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isEqualTo(120);
        assertThat(MetadataProperties.of(metadata).number(Property.PAYLOAD_FORMAT_INDICATOR, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 3, 128 })
    void refusesAQosThatMqttDoesNotHave(int qos) {
        assertThatIllegalArgumentException().isThrownBy(() -> OutgoingMqttMetadata.of("t", qos))
                .withMessageContaining("QoS " + qos);
    }

    @Test
    void refusesPropertiesThatCannotGoOnTheWire() {
        OutgoingMqttMetadata.Builder builder = OutgoingMqttMetadata.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withResponseTopic("a/#")).withMessageContaining("a/#");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withContentType("\0")).withMessageContaining("NUL");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withUserProperty("n", null)).withMessageContaining("'n'");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withUserProperty("n", "x".repeat(65_536)))
                .withMessageContaining("65535");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withCorrelationData(new byte[65_536]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withMessageExpiry(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withMessageExpiry(Duration.ofSeconds(0x1_0000_0000L)));
    }

    @Test
    void refusesToSetAPropertyTwiceThatAMessageHasOnce() {
        OutgoingMqttMetadata.Builder builder = OutgoingMqttMetadata.builder().withContentType("a");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.withContentType("b"))
                .withMessageContaining("content type");
    }

    @Test
    void theShortFormsKeepAckAndNack() {
        AtomicBoolean acked = new AtomicBoolean();
        AtomicBoolean nacked = new AtomicBoolean();
        Message<String> message = MqttMessage.from(Message.of("x")
                .withAck(() -> done(acked)).withNack(reason -> done(nacked)), OutgoingMqttMetadata.of("t", 1, true));
        message.ack().toCompletableFuture().join();
        message.nack(new IllegalStateException()).toCompletableFuture().join();
        assertThat(acked).isTrue();
        assertThat(nacked).isTrue();
        assertThat(message.getMetadata(OutgoingMqttMetadata.class)).get().extracting(OutgoingMqttMetadata::getRetain)
                .isEqualTo(true);

        acked.set(false);
        MqttMessage.of("t", "x").withAck(() -> done(acked)).ack().toCompletableFuture().join();
        assertThat(acked).isTrue();
    }

    private static CompletableFuture<Void> done(AtomicBoolean flag) {
        flag.set(true);
        return CompletableFuture.completedFuture(null);
    }
}
