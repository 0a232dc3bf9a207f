package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.topic.WireLimits;

/**
 * What is in flight under a packet identifier, 1 to 65535: an array that appears page by page, so that a look-up is two
 * array accesses and an idle session costs nothing.
 */
final class PacketTable<T> {

    static final int LAST_ID = WireLimits.MAX_TWO_BYTES;

    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;

    private final Object[][] pages = new Object[(LAST_ID + 1) / PAGE_SIZE][];
    private int size;

    @SuppressWarnings("unchecked")
    T get(int packetId) {
        Object[] page = pages[packetId >> PAGE_BITS];
        return page == null ? null : (T) page[packetId & PAGE_MASK];
    }

    void put(int packetId, T entry) {
        Object[] page = pages[packetId >> PAGE_BITS];
        if (page == null) {
            page = pages[packetId >> PAGE_BITS] = new Object[PAGE_SIZE];
        }
        if (page[packetId & PAGE_MASK] == null) {
            size++;
        }
        page[packetId & PAGE_MASK] = entry;
    }

    void remove(int packetId) {
        Object[] page = pages[packetId >> PAGE_BITS];
        if (page != null && page[packetId & PAGE_MASK] != null) {
            page[packetId & PAGE_MASK] = null;
            size--;
        }
    }

    int size() {
        return size;
    }
}
