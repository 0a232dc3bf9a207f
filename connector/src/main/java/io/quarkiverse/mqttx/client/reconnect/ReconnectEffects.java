package io.quarkiverse.mqttx.client.reconnect;

/** What the reconnect machine does. Called from within its methods; an implementation may call back as its last step. */
public interface ReconnectEffects {

    /** Begins an attempt to connect to {@link ReconnectRules#server()}. */
    void attempt();

    /** Gives up an attempt that has no network connection yet. */
    void cancelAttempt();

    /** The session sends no new messages, or sends them again. */
    void rest(boolean resting);

    /**
     * Whether the session has nothing left to wait for.
     *
     * @param withQueue whether what has not been sent yet goes out first, and the presence message after it
     */
    boolean isDrained(boolean withQueue);

    /**
     * Sends DISCONNECT and closes the network connection.
     *
     * @param forGood whether the application ends
     * @param closeMillis how long the broker has to read what was sent
     */
    void disconnect(boolean forGood, long closeMillis);

    /** {@link ReconnectMachine#gone} follows when the network connection is closed. */
    void awaitClose();

    /** The end of the connection is not waited for any longer; {@link ReconnectMachine#gone} does not follow. */
    void forgetConnection();

    /** An attempt has failed or a connection was lost; what follows comes next. */
    void ended(EndedAttempt ended, Decision decision);

    /** Asks the listeners; {@link ReconnectMachine#answered} follows with the same decision. */
    void ask(EndedAttempt ended, Decision decision);

    /** The next attempt follows after the delay. */
    void waits(EndedAttempt ended, Decision decision, long delayMillis);

    /** @param forGood false where the application may ask for a connection again */
    void gaveUp(EndedAttempt ended, Decision decision, boolean forGood);

    /** There is no connection, as was asked for. */
    void disconnected();

    /** The end that was asked for has come; another attempt may follow. */
    void endedAsAsked();

    /**
     * Makes a broker of MQTT 3.x forget the session, where that is wanted; {@link ReconnectMachine#removed} follows in any
     * case.
     *
     * @param deadline of the clock
     */
    void removeSession(long deadline);

    /** The application has ended; nothing follows. */
    void closed();
}
