package io.quarkiverse.mqttx.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;

/** A self-signed certificate, made with the JDK's keytool. */
record TestCertificate(Path store, Path pem) {

    private static final String PASSWORD = "changeit";

    /** @param names the subject alternative names in keytool's form, such as {@code dns:localhost} */
    static TestCertificate create(Path directory, String alias, String names) throws Exception {
        Path store = directory.resolve(alias + ".p12");
        Path pem = directory.resolve(alias + ".pem");
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias, "-ext", "san=" + names, "-validity",
                "2", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD);
        keytool("-exportcert", "-rfc", "-alias", alias, "-keystore", store.toString(), "-storepass", PASSWORD, "-file",
                pem.toString());
        return new TestCertificate(store, pem);
    }

    /** One that an authority, which is to be trusted, has signed, and that was valid until yesterday. */
    static TestCertificate expired(Path directory, String alias, String names) throws Exception {
        TestCertificate authority = create(directory, alias + "-authority", "dns:authority");
        TestCertificate server = create(directory, alias, names);
        String request = directory.resolve(alias + ".csr").toString();
        String signed = directory.resolve(alias + "-signed.pem").toString();
        String store = server.store.toString();
        keytool("-certreq", "-alias", alias, "-keystore", store, "-storepass", PASSWORD, "-file", request);
        keytool("-gencert", "-rfc", "-alias", alias + "-authority", "-keystore", authority.store.toString(), "-storepass",
                PASSWORD, "-infile", request, "-outfile", signed, "-startdate", "-3d", "-validity", "2", "-ext",
                "san=" + names);
        keytool("-importcert", "-noprompt", "-alias", "authority", "-keystore", store, "-storepass", PASSWORD, "-file",
                authority.pem.toString());
        keytool("-importcert", "-noprompt", "-alias", alias, "-keystore", store, "-storepass", PASSWORD, "-file", signed);
        return new TestCertificate(server.store, authority.pem);
    }

    PfxOptions key() {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(pem.toString());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }
}
