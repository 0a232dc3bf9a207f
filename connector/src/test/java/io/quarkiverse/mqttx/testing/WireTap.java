package io.quarkiverse.mqttx.testing;

/**
 * Sees what {@link ChaosProxy} gets from either side, before anything is done to it. Called on the proxy's thread, in the order
 * in which the bytes come.
 */
public interface WireTap {

    /**
     * @param connection the number of the connection, from 1
     * @param direction where the bytes want to go, which is not to say that they will arrive
     */
    void bytes(int connection, Direction direction, byte[] bytes);
}
