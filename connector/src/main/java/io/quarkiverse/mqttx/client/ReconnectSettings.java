package io.quarkiverse.mqttx.client;

/**
 * When to try again after a lost connection or a failed attempt.
 *
 * @param enabled false leaves it to the application
 * @param attempts failed attempts in a row before giving up, -1 for never
 * @param initialMillis the first delay, 0 for at once
 * @param maximumMillis the delay doubles up to this
 * @param followRedirects whether to go where a broker refers the client to
 */
public record ReconnectSettings(boolean enabled, int attempts, long initialMillis, long maximumMillis,
        boolean followRedirects) {
}
