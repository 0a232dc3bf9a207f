package io.quarkiverse.mqttx.connector.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.Formats;
import io.quarkiverse.mqttx.connector.convert.JacksonFormat;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

class PublishFactoryTest {

    private final PublishFactory factory = new PublishFactory(OutgoingSettings.ofClient("out"), null,
            new PayloadEncoder(new Formats(new JacksonFormat(new ObjectMapper()), List::of)).forChannel("out", null));

    /** A method that passes a message on sends what is its own, and nothing that was between the broker and us. */
    @Test
    void whatWasReceivedIsSentOnWithoutItsSubscriptionIdentifier() {
        Properties received = Properties.builder().add(Property.SUBSCRIPTION_IDENTIFIER, 7)
                .add(Property.SUBSCRIPTION_IDENTIFIER, 8).build();
        Message<String> message = Message.of("x").addMetadata(Metadatas.incoming("in",
                new Publish("from", new byte[1], 2, true, true, 99, received, 3)));

        Publish sent = factory.packet(message.addMetadata(OutgoingMqttMetadata.of("to", 0)));

        assertThat(sent.topic()).isEqualTo("to");
        assertThat(sent.properties().has(Property.SUBSCRIPTION_IDENTIFIER)).isFalse();
        assertThat(sent.duplicate()).isFalse();
        assertThat(sent.retain()).isFalse();
        assertThat(sent.packetId()).isZero();
        assertThat(sent.topicAlias()).isZero();
    }
}
