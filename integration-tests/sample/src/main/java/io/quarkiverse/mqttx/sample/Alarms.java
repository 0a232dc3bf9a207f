package io.quarkiverse.mqttx.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Raises an alarm when an average exceeds the limit, and clears it when it no longer does. */
@ApplicationScoped
class Alarms {

    private final Settings settings;
    private final MutinyEmitter<Alarm> alarms;
    private final Map<String, Alarm> active = new ConcurrentHashMap<>();

    Alarms(Settings settings, @Channel("alarms") MutinyEmitter<Alarm> alarms) {
        this.settings = settings;
        this.alarms = alarms;
    }

    /** The average is acknowledged when the alarm it caused has arrived, exactly once, at the broker. */
    @Incoming("average-board")
    Uni<Void> check(Average average) {
        boolean tooWarm = average.celsius() > settings.limit();
        if (tooWarm == active.containsKey(average.sensor())) {
            return Uni.createFrom().voidItem();
        }
        return publish(new Alarm(average.sensor(), tooWarm, average.celsius(), settings.limit(), average.at()));
    }

    private Uni<Void> publish(Alarm alarm) {
        remember(alarm);
        return alarms.send(alarm)
                // The next average tries again
                .onFailure().invoke(() -> remember(alarm.withActive(!alarm.active())));
    }

    /** The broker retains alarms, so those raised before this application was started are cleared as well. */
    @Incoming("alarm-board")
    @NonBlocking
    void remember(Alarm alarm) {
        if (alarm.active()) {
            active.put(alarm.sensor(), alarm);
        } else {
            active.remove(alarm.sensor());
        }
    }
}
