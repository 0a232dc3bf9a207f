package io.quarkiverse.mqttx.vertx;

import io.vertx.core.net.NetClientOptions;

/** What is decided about TLS, which the getters of Vert.x do not tell in every version. */
public final class TlsOptions {

    private TlsOptions() {
    }

    /** The algorithm that checks the name in a certificate: {@code null} when nothing was decided, empty for none. */
    public static String hostnameVerification(NetClientOptions options) {
        // The getter of the options themselves says "none" where there are no options of TLS
        return options.getSslOptions() == null ? null : options.getSslOptions().getHostnameVerificationAlgorithm();
    }
}
