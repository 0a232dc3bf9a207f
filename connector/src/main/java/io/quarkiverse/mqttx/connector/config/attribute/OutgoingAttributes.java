package io.quarkiverse.mqttx.connector.config.attribute;

import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The attributes that only outgoing channels have. */
public final class OutgoingAttributes {

    static final Table TABLE = new Table(Direction.OUTGOING);

    public static final Attribute<String> TOPIC = TABLE.text(Theme.TOPICS, "topic",
            "Topic of messages whose metadata names none. `{name}` is a level, and `{name#}` the rest, that the"
                    + " metadata, the topic of the received message, or a property of the payload gives (`{{` and `}}` for"
                    + " braces). The name of the channel unless set; empty if every message names its own");
    public static final Attribute<Integer> QOS = TABLE.number(Theme.TOPICS, "qos",
            "QoS of messages whose metadata names none: 0, 1 or 2")
            .orElse(0).from(0, 2);
    public static final Attribute<Boolean> RETAIN = TABLE.flag(Theme.TOPICS, "retain",
            "Whether messages are retained by the broker when their metadata does not say")
            .orElse(false);
    public static final Attribute<OutgoingAckStrategy> ACK_STRATEGY = TABLE.choice(Theme.SENDING, "ack-strategy",
            "When messages are acked: `on-delivery`, when the broker has taken responsibility, or `on-store`,"
                    + " when the session store has them, be there a connection or not; needs `session-store`. Those of QoS 0"
                    + " are not stored, and acked when they are sent",
            OutgoingAckStrategy.values())
            .orElse(OutgoingAckStrategy.ON_DELIVERY);
    public static final Attribute<Boolean> MERGE = TABLE.flag(Theme.SENDING, "merge",
            "Whether several publishers may feed the channel")
            .orElse(false);
    public static final Attribute<Long> MESSAGE_EXPIRY_SECONDS = TABLE.bigNumber(Theme.SENDING, "message-expiry-seconds",
            "How long a message is worth sending, when its metadata does not say: the time that it waits here"
                    + " counts, and in MQTT 5 the broker keeps it for a subscriber that is away for as long as is left. For"
                    + " ever unless set")
            .from(0, WireLimits.MAX_FOUR_BYTES);
    public static final Attribute<String> USER_PROPERTIES = TABLE.text(Theme.SENDING, "user-properties",
            "User properties sent with each message: `name=value`, or a comma-separated list of that (`\\,` for a"
                    + " comma within one). One whose name the metadata of a message sets too is left to the metadata")
            .list().needs(Need.MQTT_5);
    public static final Attribute<Boolean> REPLY = TABLE.flag(Theme.REPLIES, "reply",
            "Whether the messages are replies: a message that comes from a request goes to the topic which the"
                    + " request names, with its correlation data. A message whose metadata names a topic goes there. What"
                    + " comes from no request goes to `topic` if that is set, else it is dropped")
            .orElse(false);
    public static final Attribute<String> REPLY_ALLOWED_TOPICS = TABLE.text(Theme.REPLIES, "reply-allowed-topics",
            "Topic filters, separated by commas, of where requests may want their replies; others get none. The"
                    + " default allows all topics but those that begin with `$`")
            .orElse("#").list().needs(Need.REPLY);
    public static final Attribute<String> REPLY_TOPIC = TABLE.text(Theme.REPLIES, "reply-topic",
            "Topic at which this application gets its replies; no other may use it. Unless set: `reply/<client"
                    + " id>/<channel>`, with the response information of the broker in place of `reply` where it"
                    + " gives some")
            .needs(Need.REQUESTS);
    public static final Attribute<Integer> REPLY_TIMEOUT_SECONDS = TABLE.number(Theme.REPLIES, "reply-timeout-seconds",
            "How long a request waits for its reply, and for another one when several are wanted")
            .orElse(5).seconds(1).needs(Need.REQUESTS);
    public static final Attribute<String> REPLY_FAILURE_HANDLER = TABLE.text(Theme.REPLIES, "reply-failure-handler",
            "What finds replies that state a failure: `user-property` (those with the user property"
                    + " `reply-failure`), or the identifier of a bean of type `ReplyFailureHandler`. All replies are taken"
                    + " for successes unless set")
            .needs(Need.REQUESTS).advanced();

    private OutgoingAttributes() {
    }
}
