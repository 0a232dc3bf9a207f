package io.quarkiverse.mqttx.connector.config.attribute;

import java.util.List;

/** Without what an attribute has no effect. */
public enum Need {
    MQTT_5("MQTT 5 only", "has no effect before MQTT 5", "version"),
    TLS("TLS only", "has no effect, because the connection is not encrypted; set ssl=true", "ssl", "servers",
            "client-options-name", "tls-configuration-name"),
    KEY_STORE("`ssl.keystore.location`", "has no effect without ssl.keystore.location", "ssl.keystore.location"),
    TRUST_STORE("`ssl.truststore.location`", "has no effect without ssl.truststore.location", "ssl.truststore.location"),
    RECONNECT("`auto-reconnect`", "has no effect, because auto-reconnect is false", "auto-reconnect"),
    BATCH("`batch`", "has no effect without batch=true", "batch"),
    CONCURRENCY_KEY("`concurrency-key`", "has no effect without concurrency-key", "concurrency-key"),
    DEAD_LETTER_TOPIC(List.of("dead-letter-topic")),
    DELAYED_RETRY(List.of("delayed-retry")),
    ATTEMPTS(List.of("delayed-retry", "redeliver")),
    REJECT(List.of("reject")),
    REDELIVER(List.of("redeliver")),
    REPLY("`reply`", "has no effect, because reply is false", "reply"),
    REQUESTS("`MqttRequestReply`", null),
    STORE("`session-store`", null),
    WILL("`will-topic`", "there is no will without will-topic; set will-topic, or leave it out", "will-topic", "will-flag"),
    PRESENCE("`presence-topic`", "there is no presence without presence-topic; set presence-topic, or leave it out",
            "presence-topic");

    private final List<String> strategies;
    private final String note;
    private final String text;
    private final String[] because;

    Need(String note, String text, String... because) {
        this(List.of(), note, text, because);
    }

    /** One of these failure strategies. */
    Need(List<String> strategies) {
        this(strategies, "`" + String.join("`, `", strategies) + "`",
                "has no effect without " + String.join(" or ", strategies) + " in failure-strategy", "failure-strategy");
    }

    Need(List<String> strategies, String note, String text, String... because) {
        this.strategies = strategies;
        this.note = note;
        this.text = text;
        this.because = because;
    }

    /** In the reference. */
    public String note() {
        return note;
    }

    /** What to say of an attribute that is set without it; {@code null} where nothing is said. */
    public String text() {
        return text;
    }

    /** The attributes that decide whether it is there. */
    public String[] because() {
        return because.clone();
    }

    /** The failure strategies of which one meets it; empty where it is none. */
    public List<String> strategies() {
        return strategies;
    }
}
