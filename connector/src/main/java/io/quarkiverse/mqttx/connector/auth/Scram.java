package io.quarkiverse.mqttx.connector.auth;

import jakarta.enterprise.context.ApplicationScoped;

import com.ongres.scram.common.ScramMechanism;

import io.quarkiverse.mqttx.client.AuthenticationRequest;
import io.quarkiverse.mqttx.client.EnhancedAuthentication;
import io.smallrye.common.annotation.Identifier;

/** SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, and none shows it. */
abstract class Scram implements EnhancedAuthentication {

    private final ScramMechanism mechanism;

    Scram(ScramMechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public String method() {
        return mechanism.getName();
    }

    @Override
    public Exchange begin(AuthenticationRequest request) {
        if (request.username() == null || request.password() == null) {
            throw new IllegalStateException(method() + " needs username and password");
        }
        return new ScramExchange(mechanism, request.username(), request.password());
    }

    @ApplicationScoped
    @Identifier("SCRAM-SHA-1")
    static class Sha1 extends Scram {
        Sha1() {
            super(ScramMechanism.SCRAM_SHA_1);
        }
    }

    @ApplicationScoped
    @Identifier("SCRAM-SHA-256")
    static class Sha256 extends Scram {
        Sha256() {
            super(ScramMechanism.SCRAM_SHA_256);
        }
    }

    @ApplicationScoped
    @Identifier("SCRAM-SHA-512")
    static class Sha512 extends Scram {
        Sha512() {
            super(ScramMechanism.SCRAM_SHA_512);
        }
    }
}
