package io.quarkiverse.mqttx.client.reconnect;

/** What may happen to a connection; what follows from it in which state, {@link Transitions} says. */
enum ReconnectEvent {

    // what the application asks for

    /** A channel wants a connection. */
    START,
    /** There is to be a connection. */
    CONNECT,
    /** There is to be another connection, at once. */
    RECONNECT,
    /** As {@link #RECONNECT}, where there is a connection, without sending twice what is in flight. */
    RENEW,
    /** There is to be no connection for now. */
    DISCONNECT,
    /** The application ends. */
    STOP,

    // what happens to the network connection

    /** It is open. */
    OPENED,
    /** CONNACK has accepted it. */
    ACCEPTED,
    /** It has ended, as was asked for or while that was under way. */
    ENDED,
    /** The session has nothing left to wait for. */
    DRAINED,
    /** The network connection is closed. */
    GONE,

    // an attempt has failed or a connection was lost; ReconnectRules have decided

    /** Another attempt follows at once. */
    RETRY,
    /** The broker refers to another one, and has done so before: a pause, then another attempt. */
    PAUSE,
    /** Another attempt may follow, if the listeners agree. */
    ASK,
    /** The listeners agree. */
    AGREED,
    /** No attempt follows, and none ever will. */
    GIVE_UP,
    /** No attempt follows by itself; the application may ask for one. */
    STAND_BY,

    /** The deadline of the state has come. */
    TIME_UP,
    /** The broker has forgotten the session, or could not be made to. */
    REMOVED
}
