package io.quarkiverse.mqttx.session;

/** Takes the messages that the broker sends, on the thread that calls the session. */
@FunctionalInterface
public interface InboundListener {

    /**
     * A message for the application. At QoS 1 and 2 {@link InboundFlow#acknowledge}, {@link InboundFlow#reject} or
     * {@link InboundFlow#leaveUnacked} is called for it later, or from within this call.
     */
    void deliver(InboundMessage message);
}
