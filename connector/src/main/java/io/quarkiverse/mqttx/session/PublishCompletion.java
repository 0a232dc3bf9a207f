package io.quarkiverse.mqttx.session;

import java.util.Optional;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.PublishException;
import io.quarkiverse.mqttx.api.PublishResult;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/** Where the outcome of a publish goes. Called exactly once, on the connection's event loop. */
public interface PublishCompletion {

    /**
     * The broker has taken responsibility: PUBACK at QoS 1, PUBCOMP at QoS 2; at QoS 0 the packet was handed to the socket.
     *
     * @param packetId 0 at QoS 0
     * @param reasonCode below 0x80; 0x10 says that nobody was subscribed
     * @param answer the properties of the acknowledgement, usually none; see {@link #result}
     */
    void succeeded(int packetId, int reasonCode, Properties answer);

    /** Whether {@link #stored()} is to be called. */
    default boolean awaitsStore() {
        return false;
    }

    /**
     * The message, of QoS 1 or 2, is in the session store, and goes out even if the process ends. May come after the
     * outcome when that is a refusal. Never called where sessions are not kept.
     */
    default void stored() {
    }

    /** It was dropped before it was sent, as the settings of its publisher's send queue want it. */
    default void dropped(MessageDroppedException cause) {
        failed(cause);
    }

    /** It will never be sent: a newer one of the same topic goes in its place, as the settings of its send queue want it. */
    default void replaced() {
        succeeded(0, ReasonCode.SUCCESS, Properties.EMPTY);
    }

    /** The message was refused by the broker or cannot be sent to it; usually a {@link PublishException}. */
    void failed(Throwable cause);

    /** What the arguments of {@link #succeeded} say. */
    static PublishResult result(int packetId, int reasonCode, Properties answer) {
        return new PublishResult(packetId, reasonCode, Optional.ofNullable(answer.string(Property.REASON_STRING)),
                answer.readableUserProperties());
    }
}
