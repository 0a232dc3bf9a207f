package io.quarkiverse.mqttx.client.reconnect;

import java.util.List;

/** @param actions in their order; the last one may bring about the next event */
record Transition(ReconnectState from, ReconnectEvent event, ReconnectState to, List<Action> actions) {
}
