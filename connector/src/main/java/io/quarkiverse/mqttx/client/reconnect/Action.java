package io.quarkiverse.mqttx.client.reconnect;

/** What {@link ReconnectMachine} does in a transition. */
enum Action {

    /** What went wrong before is forgotten. */
    START_OVER,
    ATTEMPT,
    CANCEL_ATTEMPT,
    /** The broker has accepted: rounds, rows and counts begin anew. */
    COUNT_ACCEPTED,
    REST,
    RESUME,
    /** The deadline is that for the confirmation of what is in flight. */
    AWAIT_CONFIRMATION,
    /** The deadline is half of the time there is: the broker needs a part of it to read DISCONNECT. */
    DRAIN,
    /** The deadline is all of the time there is. */
    ALLOW_TIME,
    DISCONNECT,
    AWAIT_CLOSE,
    FORGET_CONNECTION,
    ASK,
    /** The deadline is the pause before a redirection. */
    PAUSE,
    /** The deadline is the delay before the next attempt. */
    DELAY,
    GIVE_UP,
    TELL_DISCONNECTED,
    TELL_ENDED,
    REMOVE_SESSION,
    CLOSE
}
