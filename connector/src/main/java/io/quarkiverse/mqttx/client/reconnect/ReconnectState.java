package io.quarkiverse.mqttx.client.reconnect;

/** Where a connection stands, from before the first attempt to the end of the application. */
public enum ReconnectState {

    /** Nothing has been asked for yet. */
    NEW,
    /** An attempt: CONNECT is prepared and the network connection is opened. */
    OPENING,
    /** The network connection is open; CONNACK is awaited. */
    HANDSHAKE,
    CONNECTED,
    /** Another connection is to replace this one: nothing new is sent, and the broker confirms what is in flight. */
    RENEWING,
    /** The attempt or the connection has ended, and the listeners are asked whether another attempt may follow. */
    ASKING,
    /** The next attempt follows after a delay. */
    WAITING,
    /** The application disconnects: what waits and what is in flight goes out first. */
    DRAINING,
    /** As {@link #DRAINING}, and another connection follows. */
    DRAINING_TO_RECONNECT,
    /** As {@link #DRAINING}, because the application ends. */
    DRAINING_TO_STOP,
    /** The application disconnects: DISCONNECT was sent, and the network connection closes. */
    CLOSING,
    /** As {@link #CLOSING}, and another connection follows. */
    CLOSING_TO_RECONNECT,
    /** As {@link #CLOSING}, because the application ends. */
    CLOSING_TO_STOP,
    /** There is no connection, and none follows before the application asks for one. */
    IDLE,
    /** The application ends: a broker of MQTT 3.x is made to forget the session, where that is wanted. */
    REMOVING,
    /** The attempts are used up, for good. */
    FAILED,
    /** The application has ended. */
    CLOSED;

    /** There is a connection that the broker has accepted, and nobody has asked for its end. */
    public boolean isUp() {
        return this == CONNECTED || this == RENEWING;
    }

    /** The end of the connection has been asked for, and has not come yet. */
    public boolean isEnding() {
        return isDraining() || isClosing() || this == REMOVING;
    }

    /** The end of the application has been asked for. */
    public boolean isStopping() {
        return this == DRAINING_TO_STOP || this == CLOSING_TO_STOP || this == REMOVING || this == CLOSED;
    }

    /** {@link ReconnectMachine#sessionAdvanced} may lead on. */
    public boolean awaitsSession() {
        return this == RENEWING || isDraining();
    }

    private boolean isDraining() {
        return this == DRAINING || this == DRAINING_TO_RECONNECT || this == DRAINING_TO_STOP;
    }

    private boolean isClosing() {
        return this == CLOSING || this == CLOSING_TO_RECONNECT || this == CLOSING_TO_STOP;
    }

    /** It ends by {@link ReconnectEvent#TIME_UP} if by nothing else. */
    boolean isTimed() {
        return this == WAITING || awaitsSession() || isClosing();
    }
}
