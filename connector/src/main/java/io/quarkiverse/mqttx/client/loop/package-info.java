/**
 * One caller at a time in the session, on the event loop of the connection: {@link
 * io.quarkiverse.mqttx.client.loop.EventLoopSerializer} is where every call enters, and the timers and the clock stand beside
 * it. A reference is never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.client.loop;
