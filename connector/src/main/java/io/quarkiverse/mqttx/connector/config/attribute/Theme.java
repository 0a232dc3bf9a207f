package io.quarkiverse.mqttx.connector.config.attribute;

/** What an attribute is about; in the order of the reference, what is used most first. */
public enum Theme {
    TOPICS("Topics and messages"),
    BROKER("The broker"),
    CREDENTIALS("Credentials"),
    TLS("TLS"),
    SESSION("The session"),
    CONNECTION("Staying connected"),
    PROCESSING("Processing of received messages"),
    FAILURES("Failures"),
    SENDING("Sending"),
    REPLIES("Requests and replies"),
    WILL("Will and presence"),
    OPERATION("Start, stop, health and log");

    private final String title;

    Theme(String title) {
        this.title = title;
    }

    /** Of its part of the reference. */
    public String title() {
        return title;
    }
}
