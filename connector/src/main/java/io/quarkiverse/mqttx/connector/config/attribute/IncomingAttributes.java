package io.quarkiverse.mqttx.connector.config.attribute;

import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The attributes that only incoming channels have. */
public final class IncomingAttributes {

    static final Table TABLE = new Table(Direction.INCOMING);

    public static final Attribute<String> TOPIC = TABLE.text(Theme.TOPICS, "topic",
            "Topic filter to subscribe to, with the wildcards `+` and `#` and `$share/<group>/<filter>`; or a"
                    + " comma-separated list of filters (`\\,` for a comma within one). `{name}` is a `+`, and `{name#}` a"
                    + " `#`, with a name for what it stands for in a message (`{{` and `}}` for braces). The name of the"
                    + " channel unless set")
            .list();
    public static final Attribute<String> QOS = TABLE.text(Theme.TOPICS, "qos",
            "QoS of the subscription: 0, 1 or 2; or a comma-separated list with one for each filter of `topic`")
            .orElse("0").list();
    public static final Attribute<String> NO_LOCAL = TABLE.text(Theme.TOPICS, "no-local",
            "Whether the broker leaves out what this very connection publishes: `true` or `false`, or a"
                    + " comma-separated list with one for each filter of `topic`. Not for `$share`")
            .orElse("false").list().needs(Need.MQTT_5).advanced();
    public static final Attribute<String> RETAIN_AS_PUBLISHED = TABLE.text(Theme.TOPICS, "retain-as-published",
            "Whether messages keep the retain flag with which they were published; with `false` it is set only on"
                    + " those that the broker had in store when the channel subscribed. `true` or `false`, or a"
                    + " comma-separated list with one for each filter of `topic`")
            .orElse("false").list().needs(Need.MQTT_5).advanced();
    public static final Attribute<String> RETAIN_HANDLING = TABLE.text(Theme.TOPICS, "retain-handling",
            "Whether the broker sends what it has retained when the channel subscribes: `send` (or `0`),"
                    + " `send-if-new` (`1`), which is only if its session does not have the subscription yet, or `never`"
                    + " (`2`); or a comma-separated list with one for each filter of `topic`")
            .orElse("send").list().needs(Need.MQTT_5).advanced();
    public static final Attribute<AckStrategy> ACK_STRATEGY = TABLE.choice(Theme.PROCESSING, "ack-strategy",
            "When QoS 1 and 2 messages are acknowledged to the broker: `on-completion`, when the application has"
                    + " processed them, or `on-receipt`, when it takes them, before it has processed them: faster where the"
                    + " broker's window is small, and what is not processed to its end is lost",
            AckStrategy.values())
            .orElse(AckStrategy.ON_COMPLETION);
    public static final Attribute<Integer> BUFFER_SIZE = TABLE.number(Theme.PROCESSING, "buffer-size",
            "How many QoS 0 messages wait for the application at most, unless it keeps up with a burst; no more"
                    + " than take an eighth of the heap. QoS 1 and 2 are bounded by `receive-maximum`, in MQTT 3.x by the"
                    + " broker")
            .orElse(128).atLeast(1);
    public static final Attribute<Boolean> BROADCAST = TABLE.flag(Theme.PROCESSING, "broadcast",
            "Whether every consumer of the channel receives every message. A message is acknowledged when all"
                    + " have processed it")
            .orElse(false);
    public static final Attribute<Boolean> UNSUBSCRIBE_ON_DISCONNECTION = TABLE
            .flag(Theme.PROCESSING, "unsubscribe-on-disconnection",
                    "Whether the channel has its subscriptions at the broker only while the application subscribes to it:"
                            + " an injected channel from its first subscriber to its last. With `false` it subscribes when the"
                            + " application starts, and what comes while nobody takes it waits: QoS 1 and 2"
                            + " unacknowledged, QoS 0 up to `buffer-size`")
            .orElse(false);
    public static final Attribute<String> CONCURRENCY_KEY = TABLE.text(Theme.PROCESSING, "concurrency-key",
            "What messages have in common that must be processed one after the other, in order, while those with"
                    + " another key overtake them: `topic`, `topic-level:N` (counted from 1), `topic-variable:NAME` (of"
                    + " `topic`), `correlation-data` or `user-property:NAME` (the latter two with MQTT 5 only). Messages"
                    + " without it have one key in common. Unless set, the application alone decides what is processed at"
                    + " the same time");
    public static final Attribute<Integer> MAX_CONCURRENCY = TABLE.number(Theme.PROCESSING, "max-concurrency",
            "How many messages, each with another key, are in process at most")
            .orElse(16).from(1, WireLimits.MAX_TWO_BYTES).needs(Need.CONCURRENCY_KEY);
    public static final Attribute<Boolean> BATCH = TABLE.flag(Theme.PROCESSING, "batch",
            "Whether messages are handed over in batches, to methods that take a `List`, a `Message<List>` or an"
                    + " `IncomingMqttBatch`")
            .orElse(false);
    public static final Attribute<Integer> BATCH_SIZE = TABLE.number(Theme.PROCESSING, "batch-size",
            "How many messages a batch has at most. At QoS 1 and 2 no more than the broker sends ahead:"
                    + " `receive-maximum`, in MQTT 3.x the broker's own limit")
            .orElse(100).from(1, WireLimits.MAX_TWO_BYTES).needs(Need.BATCH);
    public static final Attribute<Integer> BATCH_WINDOW_MS = TABLE.number(Theme.PROCESSING, "batch-window-ms",
            "How long the first message of a batch waits for others before it is handed over with fewer than"
                    + " `batch-size`")
            .orElse(100).atLeast(1).needs(Need.BATCH);
    public static final Attribute<Integer> UNACKNOWLEDGED_MESSAGE_MAX_AGE_SECONDS = TABLE
            .number(Theme.PROCESSING, "unacknowledged-message-max-age-seconds",
                    "After how long a QoS 1 or 2 message that the application has not acknowledged, or not taken, is"
                            + " logged, and the channel not ready until it is. 0 never does")
            .orElse(60).seconds(0);
    public static final Attribute<Boolean> VALIDATE_PAYLOAD_FORMAT = TABLE.flag(Theme.PROCESSING, "validate-payload-format",
            "Whether a message whose publisher states that it is UTF-8 text (MQTT 5, payload format indicator 1),"
                    + " and which is not, is rejected with 0x99 before the application sees it; at QoS 0 it is dropped")
            .orElse(true).advanced();
    public static final Attribute<String> FAILURE_STRATEGY = TABLE.text(Theme.FAILURES, "failure-strategy",
            "What happens when the application nacks a message: `fail` stops the channel and leaves the message"
                    + " to the broker, `ignore` logs and acknowledges it, `dead-letter-topic` publishes it elsewhere,"
                    + " `delayed-retry` delivers it again, `reject` tells the broker (MQTT 5), `redeliver` has the broker"
                    + " send it again; or the identifier of a bean of type `MqttFailureHandler.Factory`. A comma-separated"
                    + " list names what follows when one can do no more, as in `delayed-retry,dead-letter-topic`; after the"
                    + " last it is `fail`")
            .orElse("fail").list();
    public static final Attribute<String> DEAD_LETTER_TOPIC = TABLE.text(Theme.FAILURES, "dead-letter-topic",
            "Where messages go. `{channel}` is the name of the channel, `{topic#}` the topic of the message, and"
                    + " names in the attribute `topic` are known too. The channel itself must not subscribe to it")
            .orElse("dead-letter/{channel}/{topic#}").needs(Need.DEAD_LETTER_TOPIC);
    public static final Attribute<DeadLetterFormat> DEAD_LETTER_FORMAT = TABLE.choice(Theme.FAILURES, "dead-letter-format",
            "`payload` publishes the payload of the message, with what has happened as user properties in MQTT 5;"
                    + " `json` an object with the payload and all that, in any version",
            DeadLetterFormat.values())
            .orElse(DeadLetterFormat.PAYLOAD).needs(Need.DEAD_LETTER_TOPIC);
    public static final Attribute<Integer> RETRY_MAX_ATTEMPTS = TABLE.number(Theme.FAILURES, "retry-max-attempts",
            "How often a message is delivered at most, the first time included: by the channel with"
                    + " `delayed-retry`, by the broker with `redeliver`")
            .orElse(4).atLeast(2).needs(Need.ATTEMPTS);
    public static final Attribute<Integer> RETRY_DELAY_MS = TABLE.number(Theme.FAILURES, "retry-delay-ms",
            "Milliseconds before the second attempt. They double with each attempt, with jitter")
            .orElse(1000).atLeast(1).needs(Need.DELAYED_RETRY);
    public static final Attribute<String> REJECT_REASON_CODES = TABLE.text(Theme.FAILURES, "reject-reason-codes",
            "Reason codes by exception, `com.acme.Invalid=0x99,java.lang.SecurityException=0x87`: the class of"
                    + " the exception or the nearest above it counts, else its cause. Codes: 0x80, 0x83, 0x87, 0x90, 0x97,"
                    + " 0x99. Payloads that cannot be converted: 0x99, all else 0x80 unless set")
            .list().needs(Need.REJECT).advanced();
    public static final Attribute<Integer> REDELIVER_DELAY_SECONDS = TABLE.number(Theme.FAILURES, "redeliver-delay-seconds",
            "How long after a message was left to the broker the connection is renewed, so that the broker sends"
                    + " it again")
            .orElse(5).seconds(0).needs(Need.REDELIVER).advanced();

    private IncomingAttributes() {
    }
}
