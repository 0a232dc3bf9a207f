package io.quarkiverse.mqttx.connector.fault;

/** The names of the user properties of a dead letter (MQTT 5), which precede those of the message itself. */
public final class DeadLetterProperties {

    /** The channel that could not process the message. */
    public static final String CHANNEL = "dead-letter-channel";
    /** The topic of the message. */
    public static final String TOPIC = "dead-letter-topic";
    /** The QoS at which it was received: 0, 1 or 2. */
    public static final String QOS = "dead-letter-qos";
    /** Its retain flag: {@code true} or {@code false}. */
    public static final String RETAIN = "dead-letter-retain";
    /** How often it was given to the application: 1, or more with {@code delayed-retry}. */
    public static final String ATTEMPTS = "dead-letter-attempts";
    /** How often the broker has delivered it; missing unless {@code redeliver} has left it to the broker. */
    public static final String BROKER_DELIVERIES = "dead-letter-broker-deliveries";
    /** Class of what was thrown, or what the message was nacked with. */
    public static final String EXCEPTION_CLASS_NAME = "dead-letter-exception-class-name";
    /** Its message; missing when it has none. */
    public static final String REASON = "dead-letter-reason";
    /** Class of the first cause; missing when there is no other than the exception itself. */
    public static final String CAUSE_CLASS_NAME = "dead-letter-cause-class-name";
    /** Its message; missing when it has none. */
    public static final String CAUSE = "dead-letter-cause";

    /**
     * {@code true} when some of the others are missing or cut, because the broker takes only small packets; missing when it is
     * not even that large.
     */
    public static final String SHORTENED = "dead-letter-shortened";

    private DeadLetterProperties() {
    }
}
