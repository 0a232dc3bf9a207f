package io.quarkiverse.mqttx.connector.config.attribute;

import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.topic.WireLimits;

/** The attributes of channels of both directions, besides those of their connection. */
public final class CommonAttributes {

    static final Table TABLE = new Table(Direction.BOTH);

    public static final Attribute<String> CONTENT_TYPE = TABLE.text(Theme.TOPICS, "content-type",
            "MIME type of the payloads. Incoming: assumed for messages that carry none, as all of MQTT 3.x, and"
                    + " chooses their converter. Outgoing: chooses how payloads are written, and goes with messages whose"
                    + " metadata names none; each payload's type decides unless set; `none` sends neither content type nor"
                    + " payload format indicator");
    public static final Attribute<Integer> MAX_INFLIGHT_QUEUE = TABLE.number(Theme.SENDING, "max-inflight-queue",
            "How many messages may wait for the broker's acknowledgement. When they are reached, the channel"
                    + " requests no more from its publisher. Of the channels that share a connection the largest value"
                    + " counts for the connection")
            .orElse(1024).from(1, WireLimits.MAX_TWO_BYTES);
    public static final Attribute<Integer> SEND_QUEUE_MAX_MESSAGES = TABLE.number(Theme.SENDING, "send-queue-max-messages",
            "How many messages wait to be sent at most. With `send-queue-overflow=back-pressure` those that wait"
                    + " for the broker's acknowledgement count too. As `max-inflight-queue` unless set. On an incoming"
                    + " channel `send-queue-*` is for what the `MqttClient` of its name publishes")
            .atLeast(1);
    public static final Attribute<Long> SEND_QUEUE_MAX_BYTES = TABLE.bigNumber(Theme.SENDING, "send-queue-max-bytes",
            "How many bytes of topics, payloads and properties wait to be sent at most. No bound unless set")
            .atLeast(1).advanced();
    public static final Attribute<SendQueueOverflow> SEND_QUEUE_OVERFLOW = TABLE.choice(Theme.SENDING, "send-queue-overflow",
            "What happens when as much waits as may: `back-pressure` asks the publisher for no more,"
                    + " `drop-oldest` drops what has waited longest, `drop-newest` the message that has just come, and"
                    + " `fail` nacks that one with an `SendQueueFullException`. What is in flight is never dropped",
            SendQueueOverflow.values())
            .orElse(SendQueueOverflow.BACK_PRESSURE);
    public static final Attribute<Boolean> SEND_QUEUE_DROPPED = TABLE.choice(Theme.SENDING, "send-queue-dropped",
            "What the publisher gets for a message that is dropped because the send queue is full or the message"
                    + " has expired: `nack` (a `MessageDroppedException`) or `ack`",
            "nack", true, "ack", false)
            .advanced();
    public static final Attribute<Boolean> SEND_QUEUE_QOS0_OFFLINE = TABLE.choice(Theme.SENDING, "send-queue-qos0-offline",
            "What happens to QoS 0 messages while there is no connection: `keep` lets them wait as all others do,"
                    + " `drop` drops and acks them",
            "keep", true, "drop", false)
            .advanced();
    public static final Attribute<Boolean> SEND_QUEUE_COMPACTION = TABLE.flag(Theme.SENDING, "send-queue-compaction",
            "Whether a newer message takes the place of one that waits for the same topic, which is acked then")
            .orElse(false).advanced();
    public static final Attribute<Integer> SHUTDOWN_TIMEOUT_SECONDS = TABLE.number(Theme.OPERATION, "shutdown-timeout-seconds",
            "How long the end of the application waits for messages that are being processed or sent. 0 waits"
                    + " only for what is done within 0.2 seconds")
            .orElse(10).seconds(0);
    public static final Attribute<Integer> DISCONNECT_TIMEOUT_SECONDS = TABLE
            .number(Theme.OPERATION, "disconnect-timeout-seconds",
                    "How long closing the connection may take")
            .orElse(10).seconds(0);
    public static final Attribute<Boolean> HEALTH_ENABLED = TABLE.flag(Theme.OPERATION, "health-enabled",
            "Whether the channel takes part in the health checks")
            .orElse(true);
    public static final Attribute<String> TRACE = TABLE.text(Theme.OPERATION, "trace",
            "How much of each packet is logged in the category `io.quarkiverse.mqttx.packets`: `off`, `headers`,"
                    + " or `payload:N` with the first N bytes of payloads. Of the channels that share a connection the one"
                    + " that wants most counts. `MqttConnections` switches it at run time")
            .orElse("off");

    private CommonAttributes() {
    }
}
