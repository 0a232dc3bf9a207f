package io.quarkiverse.mqttx.api;

/**
 * The address of a broker.
 *
 * @param host name or address, IPv6 without brackets
 * @param tls whether the connection is encrypted
 */
public record ServerAddress(String host, int port, boolean tls) {

    @Override
    public String toString() {
        return (tls ? "mqtts://" : "mqtt://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
