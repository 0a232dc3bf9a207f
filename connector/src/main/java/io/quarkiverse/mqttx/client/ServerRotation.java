package io.quarkiverse.mqttx.client;

import java.util.List;

import io.quarkiverse.mqttx.transport.ServerAddress;

/** The brokers of a connection in turn. A round gives each of them a chance before anybody waits. */
final class ServerRotation {

    private final List<ServerAddress> servers;
    private int index;
    private int triedInRound;

    ServerRotation(List<ServerAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    ServerAddress current() {
        return servers.get(index);
    }

    /** The current one has failed; false when it was the last of this round. */
    boolean next() {
        index = (index + 1) % servers.size();
        triedInRound++;
        if (triedInRound < servers.size()) {
            return true;
        }
        triedInRound = 0;
        return false;
    }

    /** The current one has accepted: a new round begins with it when it is lost. */
    void accepted() {
        triedInRound = 0;
    }
}
