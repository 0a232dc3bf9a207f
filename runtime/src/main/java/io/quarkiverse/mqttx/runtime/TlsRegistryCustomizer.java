package io.quarkiverse.mqttx.runtime;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.mqttx.spi.TlsConfigurations;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.vertx.core.net.NetClientOptions;

/** Takes key and trust stores from the TLS registry for channels with {@code tls-configuration-name}. */
@ApplicationScoped
public class TlsRegistryCustomizer implements ClientCustomizer<NetClientOptions>, TlsConfigurations {

    private static final String ATTRIBUTE = "tls-configuration-name";
    private static final String NO_VERIFICATION = "";

    @Inject
    TlsConfigurationRegistry registry;

    @Inject
    Config config;

    @Override
    public boolean contains(String name) {
        return registry.get(name).isPresent();
    }

    @Override
    public Set<String> names() {
        return TlsNames.in(config);
    }

    /** The names have been checked with the rest of the configuration. */
    @Override
    public NetClientOptions customize(String channel, Config channelConfig, NetClientOptions options) {
        Optional<String> name = channelConfig.getOptionalValue(ATTRIBUTE, String.class);
        if (name.isEmpty()) {
            return options;
        }
        TlsConfiguration tls = registry.get(name.get()).orElseThrow();
        TlsConfigUtils.configure(options, tls);
        if (tls.isTrustAll()) {
            // said so, and not only done, for those who look whether the broker is verified
            options.setTrustAll(true);
        }
        boolean verifies = tls.getHostnameVerificationAlgorithm().map(algorithm -> !algorithm.equalsIgnoreCase("NONE"))
                .orElse(!tls.isTrustAll());
        if (!verifies) {
            // Vert.x hands the algorithm on to the JDK, which knows no NONE
            options.setHostnameVerificationAlgorithm(NO_VERIFICATION);
        }
        return options;
    }
}
