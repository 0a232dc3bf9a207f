package io.quarkiverse.mqttx.session.model;

/**
 * How long a session waits for its peer.
 *
 * @param keepAliveSeconds 0 to 65535; 0 disables
 * @param autoKeepAlive whether PINGREQ is sent by itself; when not, the application pings
 * @param connectTimeoutMillis from the open connection to CONNACK
 * @param ackTimeoutMillis for SUBACK, UNSUBACK, PUBACK, PUBREC and PUBCOMP; 0 waits for ever
 */
public record TimingOptions(int keepAliveSeconds, boolean autoKeepAlive, long connectTimeoutMillis, long ackTimeoutMillis) {

    /** The same without pings, and with another time to CONNACK. */
    TimingOptions silent(long timeoutMillis) {
        return new TimingOptions(keepAliveSeconds, false, timeoutMillis, ackTimeoutMillis);
    }
}
