package io.quarkiverse.mqttx.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import io.vertx.core.json.JsonObject;

/** Collects the server-sent events of the page. */
final class PageEvents implements AutoCloseable, Flow.Subscriber<String> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DATA = "data:";

    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private volatile Flow.Subscription subscription;

    PageEvents(HttpClient http, URI uri) {
        http.sendAsync(HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(this));
    }

    /** The data of the first event of this type that the condition holds for. */
    JsonObject await(String type, Predicate<JsonObject> condition) {
        return Awaitility.await("an event " + type).atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> events.stream().filter(event -> type.equals(event.getString("type")))
                        .map(event -> event.getJsonObject("data")).filter(condition).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith(DATA)) {
            events.add(new JsonObject(line.substring(DATA.length())));
        }
    }

    @Override
    public void onError(Throwable failure) {
        // Closing cancels; anything else is seen by the events that do not come
    }

    @Override
    public void onComplete() {
        // The application has ended
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
