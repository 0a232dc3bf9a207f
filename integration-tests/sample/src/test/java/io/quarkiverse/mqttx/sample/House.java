package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.vertx.core.json.JsonObject;

/** The running application as a browser sees it. */
record House(URI uri) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).GET());
    }

    /** Sends what the form of the page sends. */
    HttpResponse<String> publish(String topic, String payload, int qos, boolean retain) {
        JsonObject publication = new JsonObject().put("topic", topic).put("payload", payload).put("qos", qos)
                .put("retain", retain);
        return send(HttpRequest.newBuilder(uri.resolve("/api/messages")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(publication.encode())));
    }

    /** Waits until its channels are connected and subscribed. */
    void awaitReadiness() {
        await("readiness").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(
                () -> assertThat(get("/q/health/ready")).extracting(HttpResponse::statusCode).isEqualTo(200));
    }

    JsonObject status() {
        return new JsonObject(get("/api/status").body());
    }

    /** The one connection of the application. */
    JsonObject connection() {
        return status().getJsonArray("connections").getJsonObject(0);
    }

    PageEvents events() {
        return new PageEvents(HTTP, uri.resolve("/api/events"));
    }

    /** A client of the broker that the application is connected to. */
    ReferenceClient outsider() {
        JsonObject connection = connection();
        return ReferenceClient.at(connection.getString("host"), connection.getInteger("port")).connect();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("the application does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
