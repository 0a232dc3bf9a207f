package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.MqttMessage;
import io.quarkiverse.mqttx.api.OutgoingMqttMetadata;
import io.quarkiverse.mqttx.api.TopicVariables;
import io.quarkiverse.mqttx.spi.TopicVariableKey;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.Merge;
import io.smallrye.reactive.messaging.keyed.Keyed;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;

/** Topics with variables, there and back over a broker, as methods of beans see them. */
class TopicTemplatesInApplicationTest extends OnArtemis {

    record Reading(double celsius) {
    }

    record Setpoint(int line, String cell, double celsius) {
    }

    @ApplicationScoped
    static class Readings {

        @Incoming("readings")
        void withParameter(Reading reading, TopicVariables topic) {
            SEEN.add(topic.get("line") + ": " + reading.celsius());
        }

        @Incoming("texts")
        void withOptionalParameterAndMetadata(String text, Optional<TopicVariables> topic, IncomingMqttMetadata mqtt) {
            SEEN.add(topic.orElseThrow().getTopicVariables() + " " + mqtt.getTopicVariable("host").orElse("-") + ": " + text);
        }

        @Incoming("messages")
        CompletionStage<Void> ofMessage(Message<byte[]> message) {
            SEEN.add(message.getMetadata(IncomingMqttMetadata.class).orElseThrow().get("name"));
            return message.ack();
        }
    }

    @Test
    void aMethodIsGivenTheVariablesOfTheReceivedTopic() {
        application.beans(Readings.class)
                .incoming("readings", "topic", "plant/{line}/+/temperature", "qos", "1")
                .incoming("texts", "topic", "logs/{host}/{path#}, halls/{hall}", "qos", "1")
                .incoming("messages", "topic", "{{a}}/{name}", "qos", "1").start();
        awaitReady();
        outside.publish("plant/7/oven/temperature", "{\"celsius\": 21.5}", 1);
        outside.publish("logs/web/var/log", "up", 1);
        outside.publish("halls/3", "dark", 1);
        outside.publish("{a}/b", "", 1);
        awaitSeen("7: 21.5", "{host=web, path=var/log} web: up", "{hall=3} -: dark", "b");
    }

    @ApplicationScoped
    static class Controls {

        @Incoming("readings")
        @Outgoing("alarms")
        String alarm(Reading reading) {
            return reading.celsius() > 30 ? "too hot" : null;
        }
    }

    @Test
    void aSentMessageFindsItsTopicFromWhatWasReceivedItsPayloadOrItsMetadata() {
        application.beans(Controls.class, Emitting.class)
                .incoming("readings", "topic", "plant/{line}/{cell}/temperature", "qos", "1")
                .outgoing("alarms", "topic", "alarms/{cell}/{line}", "qos", "1")
                .outgoing("setpoints", "topic", "plant/{line}/{cell}/setpoint", "qos", "1").start();
        awaitReady();
        outside.subscribe("alarms/#", 1).subscribe("plant/+/+/setpoint", 1);

        outside.publish("plant/7/oven/temperature", "{\"celsius\": 31}", 1);
        MutinyEmitter<Setpoint> setpoints = application.get(Emitting.class).setpoints();
        setpoints.sendAndAwait(new Setpoint(8, "press", 20));
        setpoints.sendMessageAndAwait(MqttMessage.of(
                OutgoingMqttMetadata.builder().withTopicVariable("line", "9").build(), new Setpoint(8, "press", 20)));

        outside.awaitReceived(3);
        assertThat(outside.received()).extracting(ReceivedMessage::topic)
                .containsExactlyInAnyOrder("alarms/oven/7", "plant/8/press/setpoint", "plant/9/press/setpoint");
    }

    @Test
    void aMessageWhoseTopicCannotBeFilledIsNackedAndTheNextOneGoesOut() {
        application.beans(Emitting.class).outgoing("setpoints", "topic", "plant/{line}/{cell}/setpoint", "qos", "1").start();
        awaitReady();
        outside.subscribe("plant/#", 1);
        MutinyEmitter<Setpoint> setpoints = application.get(Emitting.class).setpoints();
        assertThat(setpoints.send(new Setpoint(8, null, 20)).onItem().transform(done -> "acked")
                .onFailure().recoverWithItem(Throwable::getMessage).await().atMost(Duration.ofSeconds(20)))
                .startsWith("channel 'setpoints': no value for {cell} in the topic 'plant/{line}/{cell}/setpoint'");
        setpoints.sendAndAwait(new Setpoint(8, "oven", 20));
        outside.awaitReceived(1);
        assertThat(outside.received()).extracting(ReceivedMessage::topic).containsExactly("plant/8/oven/setpoint");
    }

    @ApplicationScoped
    static class Emitting {

        @Inject
        @Channel("setpoints")
        MutinyEmitter<Setpoint> setpoints;

        MutinyEmitter<Setpoint> setpoints() {
            return setpoints;
        }
    }

    @ApplicationScoped
    static class ByCell extends TopicVariableKey {

        ByCell() {
            super("cell");
        }
    }

    @ApplicationScoped
    static class Groups {

        @Incoming("lines")
        @Outgoing("counts")
        Multi<Message<String>> countByLine(KeyedMulti<String, Message<Reading>> line) {
            return line.onItem().call(message -> Uni.createFrom().completionStage(message.ack())).onItem()
                    .scan(() -> 0, (count, message) -> count + 1).skip().first()
                    .map(count -> Message.of("line " + line.key() + ": " + count));
        }

        @Incoming("cells")
        @Outgoing("counts")
        Multi<String> countByCell(@Keyed(ByCell.class) KeyedMulti<String, Reading> cell) {
            return cell.onItem().scan(() -> 0.0, (sum, reading) -> sum + reading.celsius()).skip().first()
                    .map(sum -> "cell " + cell.key() + ": " + sum);
        }

        @Incoming("counts")
        @Merge
        void count(String count) {
            SEEN.add(count);
        }
    }

    @Test
    void aKeyedStreamIsGroupedByTheFirstVariableOrTheOneThatIsAskedFor() {
        application.beans(Groups.class, ByCell.class)
                .incoming("lines", "topic", "plant/{line}/{cell}/temperature", "qos", "1")
                .incoming("cells", "topic", "cells/{line}/{cell}", "qos", "1")
                .start();
        awaitReady();
        outside.publish("plant/7/oven/temperature", "{\"celsius\": 21.5}", 1);
        outside.publish("plant/8/oven/temperature", "{\"celsius\": 21.5}", 1);
        outside.publish("plant/7/press/temperature", "{\"celsius\": 21.5}", 1);
        outside.publish("cells/7/oven", "{\"celsius\": 3}", 1);
        outside.publish("cells/8/oven", "{\"celsius\": 2}", 1);
        awaitSeen("line 7: 1", "line 8: 1", "line 7: 2", "cell oven: 3.0", "cell oven: 5.0");
    }
}
