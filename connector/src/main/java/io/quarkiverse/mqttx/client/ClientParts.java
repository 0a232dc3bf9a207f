package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.client.loop.MonotonicClock;
import io.quarkiverse.mqttx.client.loop.Timers;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ConnectionName;
import io.quarkiverse.mqttx.client.routing.MessageRouter;
import io.quarkiverse.mqttx.client.watch.ConnectionListeners;
import io.quarkiverse.mqttx.client.watch.ConnectionReport;
import io.quarkiverse.mqttx.client.watch.PacketWatch;

/** The collaborators that the classes of one connection share. */
record ClientParts(ConnectionName name, ClientSettings settings, Dialer dialer, EventLoopSerializer gate, Timers timers,
        MonotonicClock clock, MessageRouter router, PacketWatch watch, ConnectionListeners listeners, ConnectionReport report,
        LifecyclePromises promises, Durability durability) {

    long now() {
        return clock.now();
    }
}
