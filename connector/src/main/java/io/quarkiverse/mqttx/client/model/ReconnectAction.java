package io.quarkiverse.mqttx.client.model;

/**
 * What the client does when a broker refuses or closes a connection; {@link ReasonCodeTable} has one for each reason
 * code.
 */
public enum ReconnectAction {

    /** The next attempt comes with the usual delay: it will pass, or another attempt may go better. */
    RETRY("retry"),
    /** Attempts are rare, since somebody has to change something first: the longest delay, and 10 seconds at least. */
    SLOW("slow"),
    /**
     * Whoever gives credentials is asked again. With others the next attempt comes as usual, with the same as for
     * {@link #SLOW}.
     */
    NEW_CREDENTIALS("new-credentials"),
    /** No attempt follows: the connection is given up, as when the attempts are used up. */
    STOP("stop");

    /** The least delay of {@link #SLOW}. */
    public static final long SLOW_MILLIS = 10_000;

    private final String text;

    ReconnectAction(String text) {
        this.text = text;
    }

    /** As it is written in {@code reason-codes}. */
    @Override
    public String toString() {
        return text;
    }
}
