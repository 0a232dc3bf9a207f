/**
 * The packets of MQTT 5 as plain data. Those of 3.1 and 3.1.1 are the same with empty property lists. Immutable, for any
 * thread. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.session.packet;
