package io.quarkiverse.mqttx.client;

import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.vertx.TlsOptions;
import io.vertx.core.net.NetClientOptions;

/**
 * Where credentials may go when a broker refers to another one: to the hosts that are configured, and to others only if they
 * prove over TLS that they are who they say. Otherwise whoever answers in place of a broker could have them sent anywhere.
 */
final class CredentialsScope {

    private final Set<String> configured;
    private final boolean verified;
    private final boolean proves;

    CredentialsScope(ClientSettings settings) {
        configured = settings.servers().stream().map(ServerAddress::host).collect(Collectors.toSet());
        NetClientOptions options = settings.transport().options();
        // without a word on it, names are verified
        verified = !options.isTrustAll() && !"".equals(TlsOptions.hostnameVerification(options));
        proves = settings.authentication() != null;
    }

    /** @param prepared what CONNECT has said and would say again */
    boolean includes(ServerAddress server, ConnectAttempt prepared) {
        boolean secret = proves || prepared != null && prepared.password() != null;
        return !secret || server.tls() && verified || configured.contains(server.host());
    }
}
