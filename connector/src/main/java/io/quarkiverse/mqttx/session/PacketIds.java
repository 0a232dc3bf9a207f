package io.quarkiverse.mqttx.session;

/**
 * The packet identifiers of what we send. PUBLISH, SUBSCRIBE and UNSUBSCRIBE share one range, and an identifier in use is
 * never given out again [MQTT-2.2.1-3]. They are taken in turn, so that a late acknowledgement does not meet a fresh message
 * by accident.
 */
final class PacketIds {

    private final PacketTable<PacketOwner> owners = new PacketTable<>();
    private int last;

    /** Whether {@link #take} would find one. */
    boolean available() {
        return owners.size() < PacketTable.LAST_ID;
    }

    /** Gives the owner an identifier that nothing else uses. */
    int take(PacketOwner owner) {
        if (!available()) {
            throw new IllegalStateException("All 65535 packet identifiers are in use");
        }
        do {
            last = last == PacketTable.LAST_ID ? 1 : last + 1;
        } while (owners.get(last) != null);
        owners.put(last, owner);
        return last;
    }

    /** Gives the owner the identifier that it had before. */
    void takeAgain(int packetId, PacketOwner owner) {
        owners.put(packetId, owner);
        last = packetId;
    }

    /** Its owner leaves the identifier to another. */
    void pass(int packetId, PacketOwner owner) {
        owners.put(packetId, owner);
    }

    /** The broker may hold what nobody here will release, so nothing new may come under this identifier. */
    void retire(int packetId) {
        owners.put(packetId, Retired.OWNER);
    }

    enum Retired implements PacketOwner {
        OWNER
    }

    PacketOwner owner(int packetId) {
        return owners.get(packetId);
    }

    void free(int packetId) {
        owners.remove(packetId);
    }
}
