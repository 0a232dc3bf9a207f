/**
 * Where sessions are kept: {@link io.quarkiverse.mqttx.connector.store.FileSessionStore}, a log of checksummed frames in a
 * file, and {@link io.quarkiverse.mqttx.connector.store.EntrySessionStore}, entries in a store of the application's. The
 * client commits changes to one of them on a worker thread; it is used by one session. A reference is never {@code null}
 * unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.store;
