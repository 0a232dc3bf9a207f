package io.quarkiverse.mqttx.connector.auth;

import jakarta.enterprise.context.ApplicationScoped;

import com.ongres.scram.common.ScramMechanism;

import io.quarkiverse.mqttx.spi.AuthenticationRequest;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.smallrye.common.annotation.Identifier;

/**
 * SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, and none shows it. The class itself needs nothing
 * of the library, so that it can be looked at where that is missing.
 */
abstract class Scram implements EnhancedAuthentication {

    private final String method;

    Scram(String method) {
        this.method = method;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Exchange begin(AuthenticationRequest request) {
        if (request.username() == null || request.password() == null) {
            throw new IllegalStateException(method() + " needs username and password");
        }
        return new ScramExchange(ScramMechanism.byName(method), request.username(), request.password());
    }

    @ApplicationScoped
    @Identifier(ScramLibrary.SHA_1)
    static class Sha1 extends Scram {
        Sha1() {
            super(ScramLibrary.SHA_1);
        }
    }

    @ApplicationScoped
    @Identifier(ScramLibrary.SHA_256)
    static class Sha256 extends Scram {
        Sha256() {
            super(ScramLibrary.SHA_256);
        }
    }

    @ApplicationScoped
    @Identifier(ScramLibrary.SHA_512)
    static class Sha512 extends Scram {
        Sha512() {
            super(ScramLibrary.SHA_512);
        }
    }
}
