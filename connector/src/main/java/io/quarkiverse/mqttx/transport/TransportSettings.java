package io.quarkiverse.mqttx.transport;

import io.vertx.core.net.NetClientOptions;

/**
 * How connections are opened.
 *
 * @param options TLS material, host-name verification, connect time-out, proxy: all that Vert.x does for us. {@code ssl} is set
 *        per server
 * @param serverName the name sent in SNI, or {@code null} for the host
 * @param maxPacketSize the largest packet that is decoded, in bytes
 * @param tcpKeepAlive see {@link TcpKeepAlive}
 */
public record TransportSettings(NetClientOptions options, String serverName, int maxPacketSize, TcpKeepAlive tcpKeepAlive) {

    /**
     * TCP's own keep-alive.
     *
     * @param count probes without an answer before the connection counts as dead; -1 leaves it to the system, like the other
     *        two
     * @param idleSeconds silence before the first probe
     * @param intervalSeconds between probes
     */
    public record TcpKeepAlive(boolean enabled, int count, int idleSeconds, int intervalSeconds) {
    }
}
