package io.quarkiverse.mqttx.session;

/** Where the outcome of a ping goes. Called exactly once, on the connection's event loop. */
public interface PingCompletion {

    /** PINGRESP has come. */
    void answered();

    /** There is no connection, or it is gone before the answer. */
    default void lost() {
    }
}
