package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.testing.ReceivedMessage;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What the sample does, seen from outside: over HTTP as a browser, and over MQTT as a client that is not ours. Each test has a
 * sensor of its own, so the simulated ones do not disturb it.
 */
abstract class HouseTests {

    static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestHTTPResource("/")
    URI uri;

    House house;
    final String sensor = "test-" + UUID.randomUUID();

    /** The MQTT version that the application and the broker are to agree on. */
    abstract String version();

    @BeforeEach
    void waitsUntilItIsReady() {
        house = new House(uri);
        house.awaitReadiness();
    }

    @Test
    void servesAPageThatNeedsNothingFromElsewhere() {
        HttpResponse<String> page = house.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).contains("<h1>A house on MQTT</h1>")
                .doesNotContainPattern("(src|href|import|url)\\s*[=(]\\s*[\"']?(https?:)?//");
    }

    @Test
    void sensorsPublishTemperatures() {
        try (ReferenceClient outsider = house.outsider().subscribe("sensors/+/temperature", 2)) {
            await("all sensors").atMost(PATIENCE).untilAsserted(() -> assertThat(topics(outsider.received()))
                    .contains("sensors/living-room/temperature", "sensors/kitchen/temperature",
                            "sensors/bedroom/temperature", "sensors/server-room/temperature"));

            ReceivedMessage kitchen = outsider.received().stream()
                    .filter(message -> message.topic().equals("sensors/kitchen/temperature")).findFirst().orElseThrow();
            JsonObject reading = new JsonObject(kitchen.text());
            assertThat(kitchen.qos()).isEqualTo(1);
            assertThat(reading.getString("sensor")).isEqualTo("kitchen");
            assertThat(reading.getDouble("celsius")).isBetween(20.0, 26.0);
            assertThat(Instant.parse(reading.getString("at"))).isBeforeOrEqualTo(Instant.now());
        }
    }

    @Test
    void averagesTheLastFiveReadings() {
        try (ReferenceClient outsider = house.outsider().subscribe("averages/" + sensor, 1)) {
            for (double celsius : new double[] { 10, 20, 30, 20, 20, 40 }) {
                report(outsider, celsius);
            }

            assertThat(outsider.awaitReceived(6, PATIENCE)).extracting(HouseTests::celsius)
                    .containsExactly(10.0, 15.0, 20.0, 20.0, 20.0, 26.0);
        }
    }

    @Test
    void publishesTheAveragesOfAllSensorsAsOneList() {
        try (ReferenceClient outsider = house.outsider().subscribe("overview", 0)) {
            report(outsider, 17);

            await("the sensor in the overview").atMost(PATIENCE).untilAsserted(() -> assertThat(outsider.received())
                    .anySatisfy(overview -> assertThat(new JsonArray(overview.text()).stream().map(JsonObject.class::cast))
                            .anyMatch(average -> sensor.equals(average.getString("sensor"))
                                    && average.getDouble("celsius") == 17)));
        }
    }

    @Test
    void takesTheReadingsThatAGatewayHasCollected() {
        try (ReferenceClient outsider = house.outsider().subscribe("sensors/" + sensor + "/temperature", 1)) {
            outsider.publish("gateways/" + sensor, new JsonArray().add(reading(11)).add(reading(12)).add(reading(13)).encode(),
                    1);

            assertThat(outsider.awaitReceived(3, PATIENCE)).extracting(HouseTests::celsius).containsExactly(11.0, 12.0, 13.0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2 })
    void exchangesMessagesBothWaysAtEachQos(int qos) {
        String topic = "playground/" + sensor;
        try (PageEvents page = house.events(); ReferenceClient outsider = house.outsider().subscribe(topic, 2)) {
            page.await("history", data -> true);
            assertThat(house.publish(topic, "from inside", qos, false).statusCode()).isEqualTo(200);
            outsider.publish(topic, "from outside", qos);

            assertThat(outsider.awaitReceived(2, PATIENCE)).extracting(ReceivedMessage::text, ReceivedMessage::qos)
                    .containsExactlyInAnyOrder(tuple("from inside", qos), tuple("from outside", qos));
            for (String text : List.of("from inside", "from outside")) {
                JsonObject shown = page.await("message", data -> data.getString("topic").equals(topic)
                        && data.getString("payload").equals(text));
                assertThat(shown.getInteger("qos")).isEqualTo(qos);
            }
        }
    }

    @Test
    void keepsAlarmsForWhoeverComesLaterUntilTheyAreCleared() {
        try (ReferenceClient outsider = house.outsider().subscribe("alarms/" + sensor, 2)) {
            report(outsider, 35);
            outsider.awaitReceived(1, PATIENCE);

            ReceivedMessage raised = retainedAlarm();
            assertThat(raised.qos()).isEqualTo(2);
            assertThat(new JsonObject(raised.text()).getBoolean("active")).isTrue();
            assertThat(celsius(raised)).isEqualTo(35);

            report(outsider, 15);
            outsider.awaitReceived(2, PATIENCE);

            ReceivedMessage cleared = retainedAlarm();
            assertThat(new JsonObject(cleared.text()).getBoolean("active")).isFalse();
            assertThat(celsius(cleared)).isEqualTo(25);
        }
    }

    @Test
    void clearsAnAlarmThatWasRaisedBeforeItKnewTheSensor() {
        try (PageEvents page = house.events(); ReferenceClient outsider = house.outsider()) {
            page.await("history", data -> true);
            JsonObject raised = new JsonObject().put("sensor", sensor).put("active", true).put("celsius", 50);
            outsider.publish("alarms/" + sensor, raised.encode().getBytes(StandardCharsets.UTF_8), 2, true);
            page.await("alarm", data -> sensor.equals(data.getString("sensor")) && data.getBoolean("active"));

            report(outsider, 10);

            page.await("alarm", data -> sensor.equals(data.getString("sensor")) && !data.getBoolean("active"));
            assertThat(new JsonObject(retainedAlarm().text()).getBoolean("active")).isFalse();
        }
    }

    @Test
    void showsOnThePageWhatArrives() {
        try (PageEvents page = house.events(); ReferenceClient outsider = house.outsider()) {
            page.await("history", data -> true);
            report(outsider, 31);

            page.await("temperature", data -> sensor.equals(data.getString("sensor")) && data.getDouble("celsius") == 31);
            page.await("average", data -> sensor.equals(data.getString("sensor")) && data.getDouble("celsius") == 31);
            page.await("alarm", data -> sensor.equals(data.getString("sensor")) && data.getBoolean("active"));
            page.await("status", data -> data.getJsonObject("counters").getLong("readings") > 0
                    && data.getJsonObject("counters").getLong("averages") > 0
                    && data.getJsonObject("counters").getLong("alarms") > 0);
        }
        try (PageEvents later = house.events()) {
            JsonObject history = later.await("history", data -> true);
            assertThat(history.getJsonArray("readings").encode()).contains(sensor);
            assertThat(history.getJsonArray("alarms").encode()).contains(sensor);
        }
    }

    @Test
    void showsTheConnection() {
        JsonObject status = house.status();

        assertThat(status.getJsonArray("connections")).as("all channels share one connection").hasSize(1);
        JsonObject connection = house.connection();
        assertThat(connection.getString("state")).isEqualTo("CONNECTED");
        assertThat(connection.getString("version")).isEqualTo(version());
        assertThat(connection.getString("reason")).isNull();
    }

    @Test
    void publishesWhatTheFormSays() {
        String topic = "playground/" + sensor;
        HttpResponse<String> answer = house.publish(topic, "Grüße", 2, true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try (ReferenceClient outsider = house.outsider().subscribe(topic, 2)) {
            ReceivedMessage message = outsider.awaitReceived(1, PATIENCE).get(0);
            assertThat(message.text()).isEqualTo("Grüße");
            assertThat(message.qos()).isEqualTo(2);
            assertThat(message.retained()).isTrue();
        }
    }

    @Test
    void showsMessagesOfOthersOnThePlayground() {
        try (PageEvents page = house.events(); ReferenceClient outsider = house.outsider()) {
            outsider.publish("playground/deep/" + sensor, "hello from outside", 2);

            JsonObject shown = page.await("message", data -> data.getString("topic").endsWith(sensor));
            assertThat(shown.getString("payload")).isEqualTo("hello from outside");
            assertThat(shown.getInteger("qos")).isEqualTo(2);
            assertThat(shown.getBoolean("retain")).isFalse();
        }
    }

    @Test
    void saysWhyAMessageCannotBePublishedAndGoesOn() {
        HttpResponse<String> wildcard = house.publish("playground/#", "to all", 1, false);
        assertThat(wildcard.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(wildcard.body()).getString("problem")).contains("playground/#").contains("wildcard");

        assertThat(house.publish("", "to nobody", 1, false).statusCode()).isEqualTo(422);

        HttpResponse<String> qos = house.publish("playground/" + sensor, "thrice", 3, false);
        assertThat(qos.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(qos.body()).getString("problem")).contains("QoS 3");

        assertThat(house.publish("playground/" + sensor, "still there", 1, false).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesBehindWhatIsNoReading() {
        try (ReferenceClient outsider = house.outsider().subscribe("averages/" + sensor, 1)) {
            for (String rubbish : List.of("", "no JSON", "{}", "[]", "{\"sensor\":\"a/#\",\"celsius\":1}")) {
                outsider.publish("sensors/" + sensor + "/temperature", rubbish, 1);
            }
            report(outsider, 12);

            assertThat(celsius(outsider.awaitReceived(1, PATIENCE).get(0))).isEqualTo(12);
        }
    }

    @Test
    void isAliveAndReadyWithAllItsChannels() {
        JsonObject health = new JsonObject(house.get("/q/health").body());

        assertThat(health.getString("status")).isEqualTo("UP");
        assertThat(health.encode()).contains("readings", "temperatures", "averages", "average-board", "overview", "alarms",
                "alarm-board", "batches", "forwarded", "publications", "playground");
    }

    /** Publishes a reading of the test's own sensor. */
    final void report(ReferenceClient outsider, double celsius) {
        outsider.publish("sensors/" + sensor + "/temperature", reading(celsius).encode(), 1);
    }

    private JsonObject reading(double celsius) {
        return new JsonObject().put("sensor", sensor).put("celsius", celsius);
    }

    private ReceivedMessage retainedAlarm() {
        try (ReferenceClient latecomer = house.outsider().subscribe("alarms/" + sensor, 2)) {
            ReceivedMessage alarm = latecomer.awaitReceived(1, PATIENCE).get(0);
            assertThat(alarm.retained()).isTrue();
            return alarm;
        }
    }

    private static double celsius(ReceivedMessage message) {
        return new JsonObject(message.text()).getDouble("celsius");
    }

    private static Set<String> topics(List<ReceivedMessage> messages) {
        return messages.stream().map(ReceivedMessage::topic).collect(Collectors.toSet());
    }
}
