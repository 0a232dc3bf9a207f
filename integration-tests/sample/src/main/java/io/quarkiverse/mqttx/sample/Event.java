package io.quarkiverse.mqttx.sample;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the page is told, as a server-sent event.
 *
 * @param type what {@code data} is: {@code history}, {@code temperature}, {@code average}, {@code alarm}, {@code message} or
 *        {@code status}
 * @param at when it happened, by the clock of the application
 */
// For native executables. Quarkus finds the others, as they are payloads or results; what an Object may be it cannot know
@RegisterForReflection(targets = { Event.class, History.Snapshot.class, SeenMessage.class })
public record Event(String type, Object data, Instant at) {

    static Event now(String type, Object data) {
        return new Event(type, data, Instant.now());
    }
}
