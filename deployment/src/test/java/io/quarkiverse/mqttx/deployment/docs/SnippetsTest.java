package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.BeanLookup;
import io.quarkiverse.mqttx.connector.config.ConfigurationReader;
import io.quarkiverse.mqttx.runtime.ChannelKey;
import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.spi.MqttFailureHandler;
import io.quarkus.runtime.logging.LogRuntimeConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/** What the documentation shows compiles, and the connector accepts it without a word. */
class SnippetsTest {

    private static final String PASSWORD = "changeit";

    /** What expressions in the examples name. */
    private static final Map<String, String> ENVIRONMENT = Map.of("HOSTNAME", "billing-0", "TRUST_STORE_PASSWORD", PASSWORD,
            "MQTT_PASSWORD", "secret");

    /** Files that the examples name, and those that stand in for them. */
    private static final Map<String, String> FILES = Map.of("/etc/tls/ca.pem", "docs-client-ca.crt", "/etc/tls/client.pem",
            "docs-client.crt", "/etc/tls/client.key", "docs-client.key", "/etc/tls/trust.p12", "docs-client-truststore.p12");

    @TempDir
    static Path files;

    private static Vertx vertx;

    @BeforeAll
    static void createStores() throws Exception {
        vertx = Vertx.vertx();
        new CertificateGenerator(files, true).generate(new CertificateRequest().withName("docs").withClientCertificate()
                .withFormat(Format.PEM).withFormat(Format.PKCS12).withPassword(PASSWORD).withDuration(Duration.ofDays(1)));
    }

    @AfterAll
    static void close() {
        vertx.close();
    }

    static Stream<Snippet> java() {
        return Snippet.ofAllPages("java");
    }

    static Stream<Snippet> properties() {
        return Snippet.ofAllPages("properties");
    }

    @ParameterizedTest
    @MethodSource("java")
    void compiles(Snippet snippet) {
        assertThat(SnippetCompiler.compile(snippet, files.resolve("classes"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void isAcceptedWithoutProblemOrWarning(Snippet snippet) throws IOException {
        Map<String, String> properties = propertiesOf(snippet);
        Map<String, String> messaging = new HashMap<>();
        Map<String, String> platform = new HashMap<>();
        properties.forEach((name, value) -> (name.startsWith("mp.messaging.") ? messaging : platform).put(name, value));

        assertThat(messaging.keySet()).as("names of properties").allMatch(SnippetsTest::isOfChannelOrConnector);
        ConfigurationReader reader = new ConfigurationReader(config(messaging), new BeansOf(snippet.page()), vertx);
        assertThatCode(reader::read).doesNotThrowAnyException();
        assertThat(reader.warnings()).isEmpty();

        assertThat(platform.keySet()).allMatch(name -> name.startsWith("quarkus.tls.") || name.startsWith("quarkus.log."));
        assertThatCode(() -> checkPlatform(platform)).doesNotThrowAnyException();
    }

    @Test
    void everyFileStandsInForOneThatIsNamed() {
        String all = properties().map(Snippet::text).collect(Collectors.joining());

        assertThat(FILES.keySet()).allMatch(all::contains);
        assertThat(FILES.values()).allMatch(name -> Files.exists(files.resolve(name)));
    }

    private static Map<String, String> propertiesOf(Snippet snippet) throws IOException {
        Properties loaded = new Properties();
        loaded.load(new StringReader(snippet.text()));
        Map<String, String> properties = new HashMap<>();
        for (String name : loaded.stringPropertyNames()) {
            String value = loaded.getProperty(name);
            properties.put(name.replaceFirst("^%\\w+\\.", ""),
                    FILES.containsKey(value) ? files.resolve(FILES.get(value)).toString() : value);
        }
        // As Quarkus does for channels without a connector, when there is only one
        for (String name : Set.copyOf(properties.keySet())) {
            ChannelKey key = ChannelKey.parse(name);
            if (key != null) {
                properties.putIfAbsent(ChannelKey.property(key.incoming(), key.channel(), "connector"), MqttConnector.NAME);
            }
        }
        return properties;
    }

    private static boolean isOfChannelOrConnector(String name) {
        return ChannelKey.parse(name) != null || ConfigurationReader.clientName(name) != null
                || name.startsWith("mp.messaging.connector." + MqttConnector.NAME + ".");
    }

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "example", 100),
                        new PropertiesConfigSource(ENVIRONMENT, "environment", 50))
                .build();
    }

    /** Fails for names that the platform does not know. */
    private static void checkPlatform(Map<String, String> properties) {
        new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withMapping(TlsConfig.class).withMapping(LogRuntimeConfig.class).withValidateUnknown(true)
                .withSources(new PropertiesConfigSource(properties, "example", 100)).build();
    }

    /** The beans of the Java examples on a page. */
    private record BeansOf(String page) implements BeanLookup {

        @Override
        public Optional<NetClientOptions> clientOptions(String identifier) {
            return offers("NetClientOptions").contains(identifier) ? Optional.of(new NetClientOptions()) : Optional.empty();
        }

        @Override
        public Set<String> identifiers(Class<?> type) {
            boolean strategies = type == MqttFailureHandler.Factory.class;
            Set<String> identifiers = new HashSet<>(offers(strategies ? "MqttFailureHandler.Factory" : type.getSimpleName()));
            identifiers.addAll(strategies
                    ? Set.of("fail", "ignore", "dead-letter-topic", "delayed-retry", "reject", "redeliver")
                    : type == EnhancedAuthentication.class ? Set.of("SCRAM-SHA-256") : Set.of());
            return identifiers;
        }

        @Override
        public boolean hasOptionsCustomizer() {
            return true;
        }

        private Set<String> offers(String type) {
            return Snippet.of(page, "java").stream().filter(snippet -> snippet.text().contains(type))
                    .flatMap(snippet -> snippet.identifiers().stream()).collect(Collectors.toSet());
        }
    }
}
