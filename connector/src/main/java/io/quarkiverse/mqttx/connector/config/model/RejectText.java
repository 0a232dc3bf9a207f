package io.quarkiverse.mqttx.connector.config.model;

/** The reason string of a rejection. The people at the broker read it, and they may not be those of the application. */
public enum RejectText {
    /** None. */
    NONE("none"),
    /** The class of the exception, which says nothing of the message. The default. */
    CLASS("class"),
    /** The message of the exception, which may quote what it complains about. */
    MESSAGE("message");

    private final String attributeValue;

    RejectText(String attributeValue) {
        this.attributeValue = attributeValue;
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return attributeValue;
    }
}
