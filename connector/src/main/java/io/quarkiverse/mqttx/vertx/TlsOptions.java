package io.quarkiverse.mqttx.vertx;

import io.vertx.core.net.NetClientOptions;

/** Reads TLS options that the getters of Vert.x do not tell in every version. */
public final class TlsOptions {

    private TlsOptions() {
    }

    /** The algorithm that checks the name in a certificate: {@code null} when nothing was decided, empty for none. */
    public static String hostnameVerification(NetClientOptions options) {
        return options.getHostnameVerificationAlgorithm();
    }
}
