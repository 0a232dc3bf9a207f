package io.quarkiverse.mqttx.api;

/** Removes what was registered. For any thread; later calls do nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Nothing more is called from now on; what runs on the event loop at this moment may still be seen. */
    @Override
    void close();
}
