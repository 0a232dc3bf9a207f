package io.quarkiverse.mqttx.runtime;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;

import io.quarkiverse.mqttx.spi.CredentialsSource;
import io.quarkus.arc.DefaultBean;
import io.quarkus.credentials.CredentialsProvider;
import io.smallrye.mutiny.Uni;

/**
 * Credentials of the application's {@code CredentialsProvider}, as Quarkus's clients of databases take them. One that blocks is
 * asked on a worker thread.
 */
@ApplicationScoped
@DefaultBean
public class QuarkusCredentials implements CredentialsSource {

    @Inject
    @Any
    Instance<CredentialsProvider> providers;

    @Override
    public boolean has(String bean) {
        return provider(bean).isResolvable();
    }

    @Override
    public Uni<Credentials> credentials(String provider, String bean) {
        return provider(bean).get().getCredentialsAsync(provider).map(QuarkusCredentials::credentials);
    }

    /** The one of this name; without a name, the only one there is. */
    private Instance<CredentialsProvider> provider(String bean) {
        return bean == null ? providers : providers.select(NamedLiteral.of(bean));
    }

    private static Credentials credentials(Map<String, String> found) {
        return new Credentials(found.get(CredentialsProvider.USER_PROPERTY_NAME),
                found.get(CredentialsProvider.PASSWORD_PROPERTY_NAME));
    }
}
