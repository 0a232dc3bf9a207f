package io.quarkiverse.mqttx.brokers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerOptions;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.TestBroker;

/**
 * HiveMQ Community Edition in this JVM, in a class loader of its own under the platform's: it insists on Logback, and brings
 * another Netty. The build writes its class path to {@code target/hivemq.class-path}. In memory, without users.
 * <p>
 * An {@link #extension} may do what HiveMQ's extensions can: enhanced authentication, any code in CONNACK, and so on.
 */
public final class HiveMqBroker extends BrokerOptions {

    private static final Path CLASS_PATH = Path.of("target", "hivemq.class-path");

    private final Map<String, Object> extensions = new HashMap<>();
    private URLClassLoader loader;
    private AutoCloseable server;

    @Override
    public String name() {
        return "hivemq";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return true;
    }

    /**
     * Adds an embedded extension: a public class with a public constructor that takes a {@code Map<String, Object>}, or
     * nothing. It is loaded anew in the broker's class loader, and sees of the test what the class path {@code target}
     * directories hold and the values of {@code shared}; these should be of the JDK's types, since of others it has
     * classes of its own.
     *
     * @param main a class that implements {@code com.hivemq.extension.sdk.api.ExtensionMain}
     * @param shared what the test and the extension tell each other, such as a queue or a function; may change while it runs
     */
    public HiveMqBroker extension(Class<?> main, Map<String, Object> shared) {
        extensions.put(main.getName(), shared);
        return this;
    }

    @Override
    public TestBroker persistent() {
        throw new UnsupportedOperationException("HiveMQ is used in memory only");
    }

    @Override
    public TestBroker user(String name, String password) {
        throw new UnsupportedOperationException("HiveMQ has users with an extension only");
    }

    @Override
    public TestBroker start() {
        if (server != null) {
            return this;
        }
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        try {
            Path configuration = Files.createDirectories(directory().resolve("conf"));
            Files.writeString(configuration.resolve("config.xml"), configuration());
            loader = new URLClassLoader("hivemq", classPath(), ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            server = launcher().apply(Map.of(
                    HiveMqLauncher.CONFIGURATION, configuration,
                    HiveMqLauncher.DATA, Files.createDirectories(directory().resolve("data")),
                    HiveMqLauncher.EXTENSIONS, extensions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("HiveMQ does not start", e);
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private Function<Map<String, Object>, AutoCloseable> launcher() throws ReflectiveOperationException {
        return (Function<Map<String, Object>, AutoCloseable>) loader.loadClass(HiveMqLauncher.class.getName())
                .getDeclaredConstructor().newInstance();
    }

    /** HiveMQ's libraries, and the classes of this module for the launcher and the extensions. */
    private static URL[] classPath() throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            throw new IllegalStateException(
                    CLASS_PATH.toAbsolutePath() + " is missing; the build of the module brokers writes it");
        }
        List<URL> urls = new ArrayList<>();
        for (String entry : Files.readAllLines(CLASS_PATH)) {
            urls.add(url(new File(entry)));
        }
        try {
            urls.add(url(new File(HiveMqLauncher.class.getProtectionDomain().getCodeSource().getLocation().toURI())));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(File file) throws MalformedURLException {
        return file.toURI().toURL();
    }

    private String configuration() {
        String truststore = clientCertificates ? """
                        <truststore>
                          <path>%s</path>
                          <password>%s</password>
                        </truststore>
                        <client-authentication-mode>REQUIRED</client-authentication-mode>
                """.formatted(identity.serverTrustJks(), Certificates.PASSWORD) : "";
        return configuration("127.0.0.1", port(),
                identity == null ? "" : tls("127.0.0.1", tlsPort(), identity.serverJks().toString(), truststore));
    }

    /** The file {@code config.xml}; {@code tls} is another listener, or empty. */
    static String configuration(String address, int port, String tls) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                    </tcp-listener>
                %s  </listeners>
                  <persistence>
                    <mode>in-memory</mode>
                  </persistence>
                  <anonymous-usage-statistics>
                    <enabled>false</enabled>
                  </anonymous-usage-statistics>
                </hivemq>
                """.formatted(port, address, tls);
    }

    /** A listener with TLS; {@code clients} says whom it trusts. */
    static String tls(String address, int port, String keystore, String clients) {
        return """
                    <tls-tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                      <tls>
                        <keystore>
                          <path>%s</path>
                          <password>%s</password>
                          <private-key-password>%4$s</private-key-password>
                        </keystore>
                %s      </tls>
                    </tls-tcp-listener>
                """.formatted(port, address, keystore, Certificates.PASSWORD, clients);
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            loader.close();
        } catch (Exception e) {
            throw new IllegalStateException("HiveMQ does not stop", e);
        } finally {
            server = null;
        }
    }
}
