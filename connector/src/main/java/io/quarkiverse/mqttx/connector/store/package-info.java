/**
 * Sessions in files, {@code session-store=file}: a log of checksummed frames. {@link
 * io.quarkiverse.mqttx.connector.store.FileSessionStore} is the store that the client sees; it writes on a worker thread and
 * is used by one session. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.store;
