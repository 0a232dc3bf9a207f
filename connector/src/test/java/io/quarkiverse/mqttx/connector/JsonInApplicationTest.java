package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.json.JsonMapping;

/** JSON in an application without Quarkus: by what its beans offer. */
class JsonInApplicationTest extends OnArtemis {

    record Temperature(double degreesCelsius) {
    }

    @Test
    void isThatOfTheApplicationsObjectMapper() {
        run(Mapper.class);
        sees("{\"degrees_celsius\":1}", new Temperature(1));
        sends("{\"degrees_celsius\":7.0}");
    }

    @Test
    void isThatOfTheApplicationsJsonMapping() {
        run(Mapper.class, Mapping.class);
        sees("whatever", new Temperature(42));
        sends("mapped");
    }

    @Test
    void isThatOfTheApplicationsJsonFormatBeforeAllOthers() {
        run(Mapper.class, Mapping.class, Format.class);
        sees("whatever", new Temperature(99));
        sends("formatted");
    }

    @Test
    void isThatOfVertxWithoutAnyBean() {
        run();
        sees("{\"degreesCelsius\":1}", new Temperature(1));
        sends("{\"degreesCelsius\":7.0}");
    }

    @Test
    void readsGenericPayloadsOfMessages() {
        application.beans(GenericConsumer.class).incoming("in", "topic", "in/generic", "qos", "1").start();
        sees("in/generic", "{\"a\":{\"degreesCelsius\":1}}", Map.of("a", new Temperature(1)));
    }

    private void run(Class<?>... beans) {
        outside.subscribe("out/json", 1);
        application.beans(beans).beans(Consumer.class, Producer.class).incoming("in", "topic", "in/json", "qos", "1")
                .outgoing("out", "topic", "out/json", "qos", "1").start();
    }

    private void sees(String json, Object expected) {
        sees("in/json", json, expected);
    }

    private void sees(String topic, String json, Object expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            outside.publish(topic, json, 1);
            return !SEEN.isEmpty();
        });
        assertThat(SEEN).contains(expected);
    }

    private void sends(String json) {
        assertThat(outside.awaitReceived(1)).extracting(ReceivedMessage::text).contains(json);
    }

    @ApplicationScoped
    static class Consumer {

        @Incoming("in")
        void take(Temperature temperature) {
            SEEN.add(temperature);
        }
    }

    @ApplicationScoped
    static class GenericConsumer {

        @Incoming("in")
        CompletionStage<Void> take(Message<Map<String, Temperature>> message) {
            SEEN.add(message.getPayload());
            return message.ack();
        }
    }

    @ApplicationScoped
    static class Producer {

        @Outgoing("out")
        Multi<Temperature> produce() {
            return Multi.createFrom().item(new Temperature(7));
        }
    }

    @ApplicationScoped
    static class Mapper {

        @Produces
        ObjectMapper mapper() {
            return new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }

    @ApplicationScoped
    static class Mapping implements JsonMapping {

        @Override
        public String toJson(Object object) {
            return "mapped";
        }

        @Override
        public <T> T fromJson(String json, Class<T> type) {
            return type.cast(new Temperature(42));
        }
    }

    @ApplicationScoped
    static class Format implements JsonFormat {

        @Override
        public Reader reader(Type type) {
            return json -> new Temperature(99);
        }

        @Override
        public Writer writer(Type type) {
            return value -> "formatted".getBytes(StandardCharsets.UTF_8);
        }
    }
}
