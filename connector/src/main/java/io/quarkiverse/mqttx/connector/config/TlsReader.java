package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;

import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.quarkiverse.mqttx.connector.config.model.PemKey;
import io.quarkiverse.mqttx.connector.config.model.StoreType;
import io.quarkiverse.mqttx.connector.config.model.TlsConfiguration;
import io.quarkiverse.mqttx.connector.config.source.CommaList;
import io.quarkiverse.mqttx.topic.SafeText;
import io.vertx.core.Vertx;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;

/** The attributes {@code ssl.*} and {@code trust-all}. Stores are opened, so that a wrong one shows at the start. */
record TlsReader(AttributeReader reader, Vertx vertx) {

    /** @param used whether any connection is encrypted; when none is, the attributes are read but the stores stay closed */
    TlsConfiguration read(boolean used) {
        boolean trustAll = reader.get(TRUST_ALL);
        String verification = reader.get(SSL_HOSTNAME_VERIFICATION_ALGORITHM);
        if (trustAll && !reader.isSet(SSL_HOSTNAME_VERIFICATION_ALGORITHM)) {
            verification = "";
        }
        KeyCertOptions keyStore = keyStore(used);
        TrustOptions trustStore = trustStore(used);
        return new TlsConfiguration(keyStore, trustStore, trustAll, verification);
    }

    private KeyCertOptions keyStore(boolean used) {
        StoreType said = reader.get(SSL_KEYSTORE_TYPE);
        String location = reader.get(SSL_KEYSTORE_LOCATION);
        StoreType type = used ? type(said, location) : said;
        String password = reader.textOrEmpty(SSL_KEYSTORE_PASSWORD);
        if (location == null || !used) {
            if (used && reader.isSet(SSL_KEYSTORE_PASSWORD)) {
                reader.problem(SSL_KEYSTORE_LOCATION, "set it, because ssl.keystore.password is set");
            }
            return null;
        }
        if (password == null || password.isEmpty() && type == StoreType.PEM) {
            reader.problem(SSL_KEYSTORE_PASSWORD, type == StoreType.PEM
                    ? "set it to the path of the private key that belongs to the certificate ssl.keystore.location"
                    : "set it to the password of the key store ssl.keystore.location");
            return null;
        }
        KeyCertOptions options = switch (type) {
            case PKCS12 -> new PfxOptions().setPath(location).setPassword(password);
            case JKS -> new JksOptions().setPath(location).setPassword(password);
            case PEM -> new PemKeyCertOptions().setCertPath(location).setKeyPath(password);
        };
        if (vertx == null) {
            return options;
        }
        try {
            if (type == StoreType.PEM) {
                if (PemKey.isEncrypted(vertx, password)) {
                    reader.problem(SSL_KEYSTORE_LOCATION, "its private key is encrypted, and such a key is read from PKCS#12"
                            + " only; make a store of both with `openssl pkcs12 -export -in CERTIFICATE -inkey KEY -out STORE`,"
                            + " and set ssl.keystore.location to it and ssl.keystore.password to its password");
                    return options;
                }
                return PemKey.open(vertx, location, password);
            }
            options.getKeyManagerFactory(vertx);
        } catch (Exception e) {
            if (type != StoreType.PEM && isWrongPassword(e)) {
                reader.problem(SSL_KEYSTORE_PASSWORD,
                        "does not open the key store ssl.keystore.location, or the key in it; set"
                                + " it to the password of the store, which must be that of the key as well",
                        SSL_KEYSTORE_LOCATION);
                return options;
            }
            reader.problem(SSL_KEYSTORE_LOCATION, unreadable("key store", type, e, type == StoreType.PEM
                    ? "check that it is the path of the client's certificate and ssl.keystore.password the path of its key"
                    : "check the path, ssl.keystore.password and ssl.keystore.type"));
        }
        return options;
    }

    private TrustOptions trustStore(boolean used) {
        StoreType said = reader.get(SSL_TRUSTSTORE_TYPE);
        String location = reader.get(SSL_TRUSTSTORE_LOCATION);
        StoreType type = used && location != null ? type(said, CommaList.split(location).get(0)) : said;
        String password = reader.textOrEmpty(SSL_TRUSTSTORE_PASSWORD);
        if (location == null || !used) {
            if (used && reader.isSet(SSL_TRUSTSTORE_PASSWORD)) {
                reader.problem(SSL_TRUSTSTORE_LOCATION, "set it, because ssl.truststore.password is set");
            }
            return null;
        }
        TrustOptions options = switch (type) {
            case PKCS12 -> new PfxOptions().setPath(location).setPassword(password);
            case JKS -> new JksOptions().setPath(location).setPassword(password);
            case PEM -> pemAuthorities(location);
        };
        if (vertx == null) {
            return options;
        }
        String remedy = type == StoreType.PEM ? "check that each is the path of a certificate"
                : "check the path, ssl.truststore.password and ssl.truststore.type";
        try {
            if (authorities(options) == 0) {
                reader.problem(SSL_TRUSTSTORE_LOCATION, "no certificate can be read from it; " + remedy);
            }
        } catch (Exception e) {
            if (password != null && isWrongPassword(e)) {
                reader.problem(SSL_TRUSTSTORE_PASSWORD, "does not open the trust store ssl.truststore.location; set it to the"
                        + " password of the store", SSL_TRUSTSTORE_LOCATION);
                return options;
            }
            reader.problem(SSL_TRUSTSTORE_LOCATION, unreadable("trust store", type, e, remedy));
        }
        return options;
    }

    /** PEM is recognised by what is in the file, whatever type is said, for no other store can be read from it. */
    private StoreType type(StoreType said, String location) {
        return vertx != null && location != null && PemKey.isPem(vertx, location) ? StoreType.PEM : said;
    }

    private static PemTrustOptions pemAuthorities(String locations) {
        PemTrustOptions options = new PemTrustOptions();
        CommaList.split(locations).forEach(options::addCertPath);
        return options;
    }

    private int authorities(TrustOptions options) throws Exception {
        int count = 0;
        for (TrustManager manager : options.getTrustManagerFactory(vertx).getTrustManagers()) {
            count += manager instanceof X509TrustManager x509 ? x509.getAcceptedIssuers().length : 1;
        }
        return count;
    }

    /** The words for it differ from store to store and from JDK to JDK; the type does not. */
    private static boolean isWrongPassword(Throwable failure) {
        return failure != null && (failure instanceof UnrecoverableKeyException || isWrongPassword(failure.getCause()));
    }

    /** The message of the cause is kept only where it cannot hold the password, as the path of a PEM key may. */
    private static String unreadable(String store, StoreType type, Exception cause, String remedy) {
        Throwable root = SafeText.rootCause(cause);
        if (root instanceof NoSuchFileException) {
            return "the " + store + " cannot be opened (there is no such file"
                    + (type == StoreType.PEM ? ", or none of its key" : "")
                    + "); " + remedy;
        }
        String detail = root.getClass().getSimpleName()
                + (type == StoreType.PEM || root.getMessage() == null ? "" : ": " + root.getMessage());
        return "the " + store + " cannot be opened (" + detail + "); " + remedy;
    }
}
