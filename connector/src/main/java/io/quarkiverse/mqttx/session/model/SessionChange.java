package io.quarkiverse.mqttx.session.model;

import io.quarkiverse.mqttx.session.PublisherQueue;
import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.session.packet.Publish;

/** One step of a session that must survive the end of the process; see {@link SessionJournal}. */
public sealed interface SessionChange {

    /**
     * A message of QoS 1 or 2 is to be published.
     *
     * @param sequence names the message from now on, 1 or more; rises with each message
     * @param sender who published it: the name of its {@link PublisherQueue}
     */
    record Accepted(long sequence, String sender, Publish message) implements SessionChange {
    }

    /**
     * The message goes out under a packet identifier.
     *
     * @param order rises with each message that goes out or is released
     */
    record Identified(long sequence, int packetId, long order) implements SessionChange {
    }

    /** PUBREC has come: the broker has the message, and what is left is to release it, again if need be. */
    record Released(long sequence, long order) implements SessionChange {
    }

    /** The message has its outcome, whatever that is; nothing of it is kept. */
    record Settled(long sequence) implements SessionChange {
    }

    /** The application has processed a message of QoS 2, and PUBREC goes out. The message has its packet identifier. */
    record Received(Publish message) implements SessionChange {
    }

    /** The exchange of an incoming message of QoS 2 is over. */
    record Completed(int packetId) implements SessionChange {
    }

    /** A subscription is wanted, and the broker may have it from now on. */
    record Subscribed(String filter, int identifier) implements SessionChange {
    }

    /** The broker does not have the subscription any more. */
    record Unsubscribed(String filter) implements SessionChange {
    }
}
