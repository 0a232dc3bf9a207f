package io.quarkiverse.mqttx.sample;

import static io.quarkiverse.mqttx.sample.PackagedApplication.CONNECTOR;

import java.nio.file.Path;
import java.util.Map;

import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Certificates.Identity;

/** The forms in which an application is given the certificates it trusts, and its own. */
enum Stores {

    PEM {
        @Override
        Map<String, ?> trust(Identity identity) {
            return trustStore("pem", identity.clientTrustPem());
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return keyStore("pem", identity.clientPem(), identity.clientKeyPem());
        }
    },

    PKCS12 {
        @Override
        Map<String, ?> trust(Identity identity) {
            return trustStore("pkcs12", identity.clientTrustPkcs12());
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return keyStore("pkcs12", identity.clientPkcs12(), Certificates.PASSWORD);
        }
    },

    JKS {
        @Override
        Map<String, ?> trust(Identity identity) {
            return trustStore("jks", identity.clientTrustJks());
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return keyStore("jks", identity.clientJks(), Certificates.PASSWORD);
        }
    },

    REGISTRY_WITH_PEM {
        @Override
        Map<String, ?> trust(Identity identity) {
            return Map.of(REGISTRY, "plant", "quarkus.tls.plant.trust-store.pem.certs", identity.clientTrustPem());
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return Map.of("quarkus.tls.plant.key-store.pem.0.cert", identity.clientPem(),
                    "quarkus.tls.plant.key-store.pem.0.key", identity.clientKeyPem());
        }
    },

    REGISTRY_WITH_PKCS12 {
        @Override
        Map<String, ?> trust(Identity identity) {
            return Map.of(REGISTRY, "plant", "quarkus.tls.plant.trust-store.p12.path", identity.clientTrustPkcs12(),
                    "quarkus.tls.plant.trust-store.p12.password", Certificates.PASSWORD);
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return Map.of("quarkus.tls.plant.key-store.p12.path", identity.clientPkcs12(),
                    "quarkus.tls.plant.key-store.p12.password", Certificates.PASSWORD);
        }
    },

    REGISTRY_WITH_JKS {
        @Override
        Map<String, ?> trust(Identity identity) {
            return Map.of(REGISTRY, "plant", "quarkus.tls.plant.trust-store.jks.path", identity.clientTrustJks(),
                    "quarkus.tls.plant.trust-store.jks.password", Certificates.PASSWORD);
        }

        @Override
        Map<String, ?> key(Identity identity) {
            return Map.of("quarkus.tls.plant.key-store.jks.path", identity.clientJks(),
                    "quarkus.tls.plant.key-store.jks.password", Certificates.PASSWORD);
        }
    };

    private static final String REGISTRY = CONNECTOR + "tls-configuration-name";

    /** Properties with which the application connects with TLS and trusts the server. */
    abstract Map<String, ?> trust(Identity identity);

    /** Properties with which the application shows the client's certificate. */
    abstract Map<String, ?> key(Identity identity);

    private static Map<String, ?> trustStore(String type, Path location) {
        return Map.of(CONNECTOR + "ssl", true,
                CONNECTOR + "ssl.truststore.type", type,
                CONNECTOR + "ssl.truststore.location", location,
                CONNECTOR + "ssl.truststore.password", Certificates.PASSWORD);
    }

    private static Map<String, ?> keyStore(String type, Path location, Object password) {
        return Map.of(CONNECTOR + "ssl.keystore.type", type,
                CONNECTOR + "ssl.keystore.location", location,
                CONNECTOR + "ssl.keystore.password", password);
    }
}
