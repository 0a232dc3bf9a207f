package io.quarkiverse.mqttx.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.handler.ssl.NotSslRecordException;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.topic.SafeText;

/** Explains a failure of TLS and names the attribute to look at; the words of the JDK follow in brackets. */
final class TlsFailure {

    private static final String PLAIN = "the port speaks no TLS, or refuses the client; check port (8883 is usual with TLS) and"
            + " ssl";
    private static final String CLIENT = "give the client's certificate and key in ssl.keystore.location and"
            + " ssl.keystore.password, or by tls-configuration-name, as the broker expects them";
    private static final int DEEPEST = 20;

    private TlsFailure() {
    }

    /** The failure of a handshake. */
    static Throwable ofHandshake(ServerAddress address, Throwable failure) {
        Throwable root = SafeText.rootCause(failure);
        if (!isTls(failure) && !isEnd(root)) {
            return failure; // of TCP, such as a refused connection
        }
        String meaning = meaning(failure, address.host());
        SSLHandshakeException explained = new SSLHandshakeException("TLS handshake with " + address + " failed: "
                + (meaning != null ? meaning
                        : isEnd(root) ? "it was closed by the other side; " + PLAIN
                                : "see what the broker's log says, and check the attributes ssl.*")
                + detail(root));
        explained.initCause(failure);
        return explained;
    }

    /** The failure of a connection; a broker with TLS 1.3 refuses a client's certificate after the handshake. */
    static Throwable ofConnection(Throwable failure) {
        String meaning = isTls(failure) ? meaning(failure, null) : null;
        if (meaning == null) {
            return failure;
        }
        SSLException explained = new SSLException(meaning + detail(SafeText.rootCause(failure)));
        explained.initCause(failure);
        return explained;
    }

    private static boolean isTls(Throwable failure) {
        return find(failure, SSLException.class) != null || find(failure, NotSslRecordException.class) != null;
    }

    private static boolean isEnd(Throwable root) {
        return root instanceof ClosedChannelException || root instanceof IOException && root.getMessage() != null
                && (root.getMessage().contains("reset") || root.getMessage().contains("closed")
                        || root.getMessage().contains("Broken pipe"));
    }

    /** {@code null} when there is no better word for it. */
    private static String meaning(Throwable failure, String host) {
        if (find(failure, CertificateExpiredException.class) != null) {
            return "the broker's certificate, or that of an authority, has expired; have it renewed, or check the clock";
        }
        if (find(failure, CertificateNotYetValidException.class) != null) {
            return "the broker's certificate is not valid yet; check the clock here and the certificate there";
        }
        if (find(failure, CertPathBuilderException.class) != null || find(failure, CertPathValidatorException.class) != null) {
            return "no trusted authority has signed the broker's certificate; give the authority's certificate in"
                    + " ssl.truststore.location, or by tls-configuration-name";
        }
        if (find(failure, NotSslRecordException.class) != null) {
            return "the broker answers without TLS: the port is a plain one; check port (8883 is usual with TLS) and ssl";
        }
        String text = text(failure);
        if (find(failure, CertificateException.class) != null && (text.contains("subject alternative")
                || text.contains("No name matching") || text.contains("doesn't match"))) {
            return "the broker's certificate is for another name than '" + host + "'; set host (or servers) to a name in it."
                    + " ssl.hostname-verification-algorithm=NONE switches the check off, and then nobody checks whose"
                    + " it is";
        }
        return ofAlert(text);
    }

    /** What the broker has said in an alert, and what the JDK says where nothing is in common. */
    private static String ofAlert(String text) {
        if (text.contains("certificate_required")) {
            return "the broker requires a client certificate, and the client sends none; " + CLIENT;
        }
        if (text.contains("bad_certificate") || text.contains("unknown_ca") || text.contains("certificate_unknown")
                || text.contains("unsupported_certificate") || text.contains("certificate_expired")
                || text.contains("certificate_revoked") || text.contains("access_denied") || text.contains("decrypt_error")) {
            return "the broker does not accept the client's certificate, or requires one; " + CLIENT;
        }
        if (text.contains("protocol_version") || text.contains("No appropriate protocol")
                || text.contains("not negotiated")) {
            return "client and broker have no version of TLS in common; check tls-configuration-name (protocols) and what the"
                    + " broker offers";
        }
        if (text.contains("no cipher suites in common") || text.contains("insufficient_security")) {
            return "client and broker have no cipher suite in common; check tls-configuration-name (cipher-suites) and what the"
                    + " broker offers";
        }
        if (text.contains("handshake_failure")) {
            return "the broker has ended it: there is no TLS version or cipher suite in common (check tls-configuration-name),"
                    + " or it requires a client certificate; " + CLIENT;
        }
        return text.contains("unrecognized_name") ? "the broker does not know the name in SNI; check host and server-name"
                : null;
    }

    private static String detail(Throwable root) {
        return root.getMessage() == null ? "" : " (" + SafeText.of(root.getMessage()) + ")";
    }

    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            text.append(each.getMessage()).append('\n');
            each = each.getCause();
        }
        return text.toString();
    }

    private static <T> T find(Throwable failure, Class<T> type) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
