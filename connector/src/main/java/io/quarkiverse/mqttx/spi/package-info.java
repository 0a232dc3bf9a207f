/**
 * What an application, or the runtime around the connector, implements: failure strategies, formats of payloads, sources of
 * credentials and of correlation ids, stores of sessions, enhanced authentication. The connector calls it on an event loop,
 * so that it must not block, unless it says otherwise. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.spi;
