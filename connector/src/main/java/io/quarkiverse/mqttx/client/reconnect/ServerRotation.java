package io.quarkiverse.mqttx.client.reconnect;

import java.util.List;

import io.quarkiverse.mqttx.api.ServerAddress;

/**
 * The brokers of a connection in turn. A round gives each of them a chance before anybody waits. A broker may refer to others,
 * which are tried before; those that it has moved to take the place of the configured ones once one of them has accepted.
 */
final class ServerRotation {

    private static final long PAUSE_MILLIS = 200;

    private List<ServerAddress> servers;
    private int index;
    private int triedInRound;
    /** Where a broker has sent us, empty unless we are on the way there, or there. */
    private List<ServerAddress> detour = List.of();
    private int detourIndex;
    private boolean moved;

    ServerRotation(List<ServerAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    ServerAddress current() {
        return detour.isEmpty() ? servers.get(index) : detour.get(detourIndex);
    }

    /** Goes to these instead, one after the other. */
    void redirect(List<ServerAddress> targets, boolean forGood) {
        detour = List.copyOf(targets);
        detourIndex = 0;
        moved = forGood;
    }

    /** How long to wait before the current one: those that a broker refers to are its choice, and may be many. */
    long pauseMillis() {
        return detourIndex > 0 && !detour.isEmpty() ? PAUSE_MILLIS : 0;
    }

    /** The current one has failed; false when it was the last of this round. */
    boolean next() {
        if (detourIndex + 1 < detour.size()) {
            detourIndex++;
            return true;
        }
        // the one that has sent us to nowhere has failed as well
        detour = List.of();
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
        if (moved && !detour.isEmpty()) {
            servers = detour;
            index = detourIndex;
            detour = List.of();
        }
    }

    /** The one that had accepted is gone: a server that was to be used for the time being is no longer. */
    void lost() {
        detour = List.of();
    }
}
