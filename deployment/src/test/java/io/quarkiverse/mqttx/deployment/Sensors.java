package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** An application that sends to channel {@code sent} and remembers what comes from channel {@code received}. */
@ApplicationScoped
public class Sensors {

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Channel("sent")
    Emitter<String> emitter;

    public void send(String temperature) {
        emitter.send(temperature);
    }

    public List<String> received() {
        return received;
    }

    @Incoming("received")
    void receive(String temperature) {
        received.add(temperature);
    }
}
