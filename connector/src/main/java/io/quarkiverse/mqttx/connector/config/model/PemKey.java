package io.quarkiverse.mqttx.connector.config.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;

/**
 * A certificate and its private key in PEM files, whatever the kind of the key: Vert.x reads RSA and EC, the JDK the others
 * too.
 */
public final class PemKey {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    /** Of the store in memory that is handed on. */
    private static final String PASSWORD = "memory";
    /** Where PEM is expected it begins early, perhaps behind the certificate as text. */
    private static final int SEARCHED = 64 * 1024;

    private PemKey() {
    }

    /** Whether this is a file in PEM; false as well when it cannot be read, which shows when it is opened. */
    public static boolean isPem(Vertx vertx, String path) {
        try {
            Buffer file = vertx.fileSystem().readFileBlocking(path);
            return file.getString(0, Math.min(SEARCHED, file.length()), "ISO-8859-1").contains("-----BEGIN ");
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether a password is needed to read the key. */
    public static boolean isEncrypted(Vertx vertx, String path) {
        return isPem(vertx, path) && text(vertx, path).contains("ENCRYPTED");
    }

    /** @throws Exception when the files cannot be read, or do not belong together */
    public static KeyCertOptions open(Vertx vertx, String certificate, String key) throws Exception {
        PemKeyCertOptions usual = new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key);
        try {
            usual.getKeyManagerFactory(vertx);
            return usual;
        } catch (Exception e) {
            PrivateKey other = isPem(vertx, key) ? privateKey(text(vertx, key)) : null;
            if (other == null) {
                throw e;
            }
            KeyCertOptions inMemory = inMemory(vertx.fileSystem().readFileBlocking(certificate).getBytes(), other);
            inMemory.getKeyManagerFactory(vertx);
            return inMemory;
        }
    }

    private static KeyCertOptions inMemory(byte[] certificates, PrivateKey key) throws Exception {
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificates)).toArray(new Certificate[0]);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, PASSWORD.toCharArray(), chain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        return new PfxOptions().setValue(Buffer.buffer(bytes.toByteArray())).setPassword(PASSWORD);
    }

    private static PrivateKey privateKey(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            return null;
        }
        for (String algorithm : new String[] { "EdDSA", "RSASSA-PSS" }) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end))));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // of another kind, then
            }
        }
        return null;
    }

    private static String text(Vertx vertx, String path) {
        return vertx.fileSystem().readFileBlocking(path).toString(StandardCharsets.ISO_8859_1);
    }
}
