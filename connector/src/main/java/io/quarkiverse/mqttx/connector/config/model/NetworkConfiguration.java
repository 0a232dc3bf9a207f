package io.quarkiverse.mqttx.connector.config.model;

import io.quarkiverse.mqttx.transport.TransportSettings.TcpKeepAlive;

/**
 * How the network connection is made.
 *
 * @param optionsName the bean with the options to begin with, or {@code null}
 * @param serverName for SNI, or {@code null}
 */
public record NetworkConfiguration(String optionsName, String serverName, TcpKeepAlive tcpKeepAlive, TlsConfiguration tls) {
}
