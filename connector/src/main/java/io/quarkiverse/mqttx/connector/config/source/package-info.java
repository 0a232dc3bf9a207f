/**
 * Views on MicroProfile Config: the attributes of one channel, whoever has set them and however they are spelt, lists,
 * expressions, and what was recorded when the application was built. Read on one thread. A reference is never {@code null}
 * unless the documentation says so.
 */
package io.quarkiverse.mqttx.connector.config.source;
