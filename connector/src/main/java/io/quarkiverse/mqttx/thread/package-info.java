/**
 * What the build knows about threads: {@link io.quarkiverse.mqttx.thread.OnEventLoop} and {@link
 * io.quarkiverse.mqttx.thread.AnyThread}. ArchUnit checks what can be seen without running the code: that nothing for any
 * thread calls straight into what belongs to the event loop. Where neither stands, the documentation says it. A reference is
 * never {@code null} unless the documentation says so.
 */
package io.quarkiverse.mqttx.thread;
