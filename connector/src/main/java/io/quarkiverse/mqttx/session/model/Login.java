package io.quarkiverse.mqttx.session.model;

/** User name and password, each of which may be {@code null}. */
public record Login(String username, String password) {

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return String.valueOf(username);
    }
}
