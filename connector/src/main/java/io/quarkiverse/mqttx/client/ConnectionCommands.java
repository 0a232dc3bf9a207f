package io.quarkiverse.mqttx.client;

import io.quarkiverse.mqttx.client.reconnect.ReconnectMachine;
import io.quarkiverse.mqttx.thread.OnEventLoop;
import io.vertx.core.Promise;

/** The commands that the owner of a connection gives, with promises of their outcome. Used inside the gate. */
@OnEventLoop
record ConnectionCommands(ClientParts parts, ReconnectMachine machine) {

    void stop(long timeoutMillis) {
        if (!machine.state().isStopping()) {
            parts.router().stop();
            machine.stop(timeoutMillis, parts.now());
        }
    }

    /** @param connected told at the next CONNACK that accepts, at once when there is a connection */
    void connect(Promise<Void> connected) {
        if (machine.state().isUp()) {
            connected.complete();
        } else if (mayConnect(connected)) {
            machine.connect(parts.now());
        }
    }

    /** Ends the connection that there is, and makes the next attempt at once. */
    void reconnect(Promise<Void> connected) {
        if (mayConnect(connected)) {
            machine.reconnect(parts.now());
        }
    }

    private boolean mayConnect(Promise<Void> connected) {
        if (parts.promises().over() != null) {
            connected.fail(parts.promises().over());
            return false;
        }
        if (!machine.state().isStopping()) {
            parts.router().start();
        }
        parts.promises().await(connected);
        return true;
    }

    /** As {@link #reconnect}, where there is a connection. */
    void renew(Promise<Void> connected) {
        if (machine.state().isUp()) {
            parts.promises().await(connected);
            machine.renew(parts.now());
        } else {
            connected.complete();
        }
    }

    /** Ends the connection until somebody asks for one again. */
    void disconnect(long timeoutMillis, Promise<Void> disconnected) {
        parts.promises().awaitEnd(disconnected);
        machine.disconnect(timeoutMillis, parts.now());
    }
}
