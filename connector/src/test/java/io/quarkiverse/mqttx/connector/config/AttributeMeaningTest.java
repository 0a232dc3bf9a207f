package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.api.TraceLevel;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.model.ClientSettings;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.model.AckStrategy;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.quarkiverse.mqttx.connector.config.model.DeadLetterFormat;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.packet.Property;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.vertx.core.net.NetClientOptions;

/** Each attribute has the default it should, and, when it is set, the effect it should. */
class AttributeMeaningTest {

    /**
     * @param byDefault what {@code meaning} yields without the attribute
     * @param value what the attribute is set to, with other attributes it needs after it
     * @param whenSet what {@code meaning} yields then
     */
    record Row(String attribute, Object byDefault, List<String> value, Object whenSet,
            Function<TestConfiguration, Object> meaning, boolean incoming) {

        TestConfiguration configuration(boolean set) {
            Stream<String> others = value.stream().skip(1);
            String[] attributes = (set ? Stream.concat(Stream.of(attribute, value.get(0)), others) : others)
                    .toArray(String[]::new);
            return incoming ? TestConfiguration.incoming(attributes) : TestConfiguration.outgoing(attributes);
        }

        @Override
        public String toString() {
            return attribute + (incoming ? " (incoming)" : " (outgoing)");
        }
    }

    static Stream<Row> rows() {
        return Stream.of(connection(true), connection(false), ofIncoming(), ofOutgoing()).flatMap(Function.identity());
    }

    private static Stream<Row> connection(boolean incoming) {
        Set<ProtocolVersion> all = Set.of(ProtocolVersion.values());
        return Stream.of(
                new Connection("host", "localhost", c -> c.servers().get(0).host(), "broker.example", "broker.example"),
                new Connection("port", 1883, c -> c.servers().get(0).port(), 1884, "1884"),
                new Connection("servers", List.of(new ServerAddress("localhost", 1883, false)), ClientSettings::servers,
                        List.of(new ServerAddress("a", 1883, false), new ServerAddress("b_c", 1, false),
                                new ServerAddress("d", 8883, true), new ServerAddress("::1", 2, true)),
                        "mqtt://a, tcp://b_c:1, mqtts://d/, ssl://[::1]:2"),
                new Connection("server-name", null, c -> c.transport().serverName(), "sni.example", "sni.example"),
                new Connection("version", all, c -> c.session().versions(), Set.of(ProtocolVersion.V3_1_1), "3.1.1"),
                new Connection("client-id", true, c -> c.session().clientId().matches("mqttx[0-9a-zA-Z]{18}"), false, "me"),
                new Connection("auto-generated-client-id", "me", c -> c.session().clientId(), "me", "false", "client-id",
                        "me"),
                new Connection("username", null, c -> c.session().login().username(), "ann", "ann"),
                new Connection("password", null, c -> c.session().login().password(), "secret", "secret", "username", "ann"),
                new Connection("auto-clean-session", true, c -> c.session().cleanStart(), false, "false", "client-id", "me"),
                new Connection("session-expiry-seconds", 0L, c -> c.session().sessionExpirySeconds(), 4294967294L,
                        "4294967294", "client-id", "me"),
                new Connection("keep-alive-seconds", 60, c -> c.session().timing().keepAliveSeconds(), 0, "0"),
                new Connection("auto-keep-alive", true, c -> c.session().timing().autoKeepAlive(), false, "false"),
                new Connection("receive-maximum", 1024, c -> c.session().limits().receiveMaximum(), 65535, "65535"),
                new Connection("max-inflight-queue", 1024, c -> c.session().limits().maxInflight(), 10, "10"),
                new Connection("max-message-size", 16777216, c -> c.session().limits().maxPacketSize(), 8092, "8092"),
                new Connection("max-message-size", 16777216, c -> c.transport().maxPacketSize(), 8092, "8092"),
                new Connection("allow-control-characters", false, c -> c.session().flow().controlCharacters(), true, "true"),
                new Connection("ack-timeout-seconds", 60_000L, c -> c.session().timing().ackTimeoutMillis(), 0L, "0"),
                new Connection("will-topic", null, c -> c.session().will() == null ? null : c.session().will().topic(),
                        "gone", "gone"),
                new Connection("will-flag", true, c -> c.session().will() != null, false, "false", "will-topic", "gone"),
                new Connection("will-payload", "",
                        c -> new String(c.session().will().payload(), StandardCharsets.UTF_8), "bye, ✓", "bye, ✓",
                        "will-topic", "gone"),
                new Connection("will-qos", 0, c -> c.session().will().qos(), 2, "2", "will-topic", "gone"),
                new Connection("will-retain", false, c -> c.session().will().retain(), true, "true", "will-topic", "gone"),
                new Connection("topic-alias-maximum", 0, c -> c.session().flow().topicAliasMaximum(), 65535, "65535"),
                new Connection("will-properties", List.of(), c -> c.session().will().properties().userProperties(),
                        List.of(new UserProperty("a", "1,2"), new UserProperty("b", "")),
                        "user.a=1\\,2, user.b=", "will-topic", "gone"),
                new Connection("will-delay-seconds", -1L,
                        c -> c.session().will().properties().number(Property.WILL_DELAY_INTERVAL, -1), 30L, "30",
                        "will-topic", "gone"),
                new Connection("presence-topic", null,
                        c -> c.session().will() == null ? null : c.session().will().topic(), "up", "up"),
                new Connection("presence-online", "online", c -> text(c.session().options().presence().online()), "✓", "✓",
                        "presence-topic", "up"),
                new Connection("presence-offline", "offline", c -> text(c.session().will().payload()), "✗", "✗",
                        "presence-topic", "up"),
                new Connection("session-on-shutdown", -1L, c -> c.session().options().shutdown().expirySeconds(), 0L, "end"),
                new Connection("session-on-shutdown", -1L, c -> c.session().options().shutdown().expirySeconds(), 60L, "60",
                        "session-expiry-seconds", "3600", "client-id", "me"),
                new Connection("will-on-shutdown", false, c -> c.session().options().shutdown().will(), true, "true",
                        "will-topic", "gone"),
                new Connection("connect-timeout-seconds", 60_000L, c -> c.session().timing().connectTimeoutMillis(), 5_000L,
                        "5"),
                new Connection("connect-timeout-seconds", 60_000, c -> c.transport().options().getConnectTimeout(), 5_000,
                        "5"),
                new Connection("auto-reconnect", true, c -> c.reconnect().enabled(), false, "false"),
                new Connection("reconnect-attempts", -1, c -> c.reconnect().attempts(), 3, "3"),
                new Connection("reconnect-interval-seconds", 1_000L, c -> c.reconnect().initialMillis(), 0L, "0"),
                new Connection("reconnect-max-interval-seconds", 60_000L, c -> c.reconnect().maximumMillis(), 5_000L, "5"),
                new Connection("reconnect-interval-seconds", 60_000L, c -> c.reconnect().maximumMillis(), 90_000L, "90"),
                new Connection("authentication", null, c -> c.session().options().authentication(),
                        new AuthenticationMethod("method mine", true), "mine"),
                new Connection("authentication", all, c -> c.session().versions(), Set.of(ProtocolVersion.V5), "mine"),
                new Connection("follow-redirects", false, c -> c.reconnect().followRedirects(), true, "true"),
                new Connection("reason-codes", Map.of(), c -> c.reconnect().reactions(),
                        Map.of(0x97, ReconnectAction.SLOW, 0x87, ReconnectAction.STOP, 0x86, ReconnectAction.RETRY, 0x8B,
                                ReconnectAction.NEW_CREDENTIALS),
                        "0x97:slow, 0x87 : STOP,134:retry,0x8b:new-credentials"),
                new Connection("tcp-keep-alive", false, c -> c.transport().tcpKeepAlive().enabled(), true, "true"),
                new Connection("tcp-keep-alive-count", -1, c -> c.transport().tcpKeepAlive().count(), 4, "4"),
                new Connection("tcp-keep-alive-count", false, c -> c.transport().tcpKeepAlive().enabled(), true, "4"),
                new Connection("tcp-keep-alive-idle-seconds", -1, c -> c.transport().tcpKeepAlive().idleSeconds(), 5, "5"),
                new Connection("tcp-keep-alive-interval-seconds", -1, c -> c.transport().tcpKeepAlive().intervalSeconds(),
                        6, "6"),
                new Connection("ssl", new ServerAddress("localhost", 1883, false), c -> c.servers().get(0),
                        new ServerAddress("localhost", 8883, true), "true"),
                new Connection("ssl.hostname-verification-algorithm", "HTTPS",
                        c -> c.transport().options().getHostnameVerificationAlgorithm(), "", "NONE", "ssl", "true"),
                new Connection("trust-all", false, c -> c.transport().options().isTrustAll(), true, "true", "ssl", "true"),
                new Connection("trust-all", "HTTPS", c -> c.transport().options().getHostnameVerificationAlgorithm(), "",
                        "true", "ssl", "true"))
                .map(row -> new Row(row.attribute, row.byDefault, List.of(row.value), row.whenSet,
                        configuration -> row.meaning.apply(configuration.client()), incoming));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** An attribute of the connection, as the client gets it. */
    private record Connection(String attribute, Object byDefault, Function<ClientSettings, Object> meaning, Object whenSet,
            String... value) {
    }

    private static Stream<Row> ofIncoming() {
        return Stream.of(
                incoming("topic", List.of(Subscription.of("in", 0)), c -> c.settings().subscription().filters(),
                        List.of(Subscription.of("a/+", 0), Subscription.of("$share/g/b/#", 0)), "a/+, $share/g/b/#"),
                incoming("topic", List.of(Subscription.of("in", 0)), c -> c.settings().subscription().filters(),
                        List.of(Subscription.of("a,b", 0)), "a\\,b"),
                incoming("qos", 0, c -> c.settings().subscription().filters().get(0).qos(), 2, "2"),
                incoming("qos", List.of(Subscription.of("a", 0), Subscription.of("b", 0)),
                        c -> c.settings().subscription().filters(), List.of(Subscription.of("a", 1), Subscription.of("b", 2)),
                        "1,2", "topic", "a,b"),
                incoming("no-local", false, c -> c.settings().subscription().filters().get(0).noLocal(), true, "true"),
                incoming("retain-as-published", false, c -> c.settings().subscription().filters().get(0).retainAsPublished(),
                        true,
                        "true"),
                incoming("retain-handling", 0, c -> c.settings().subscription().filters().get(0).retainHandling(), 2, "never"),
                incoming("retain-handling",
                        List.of(new Subscription("a", 0, true, false, 0), new Subscription("b", 0, true, true, 0)),
                        c -> c.settings().subscription().filters(), List.of(new Subscription("a", 0, true, false, 0),
                                new Subscription("b", 0, true, true, 1)),
                        "send,send-if-new", "topic", "a,b", "no-local", "true", "retain-as-published", "false, yes"),
                incoming("broadcast", false, c -> c.settings().broadcast(), true, "true"),
                incoming("failure-strategy", List.of("fail"), c -> c.settings().failure().strategies(),
                        List.of("delayed-retry", "mine", "ignore"), "delayed-retry, mine,ignore"),
                incoming("dead-letter-topic", "dead-letter/{channel}/{topic#}",
                        c -> c.settings().failure().deadLetter().topic(), "dead", "dead"),
                incoming("dead-letter-format", DeadLetterFormat.PAYLOAD, c -> c.settings().failure().deadLetter().format(),
                        DeadLetterFormat.JSON, "json"),
                incoming("reject-reason-codes", List.of(), c -> c.settings().failure().rejectCodes(),
                        List.of(new CodeOfException("com.acme.Invalid", 0x99), new CodeOfException("a.B", 0x87)),
                        "com.acme.Invalid=0x99, a.B = 135"),
                incoming("redeliver-delay-seconds", Duration.ofSeconds(5), c -> c.settings().failure().redeliver().delay(),
                        Duration.ZERO, "0"),
                incoming("retry-max-attempts", 4, c -> c.settings().failure().retry().maxAttempts(), 2, "2"),
                incoming("retry-max-attempts", 4, c -> c.settings().failure().redeliver().maxAttempts(), 2, "2"),
                incoming("retry-delay-ms", Duration.ofSeconds(1), c -> c.settings().failure().retry().delay(),
                        Duration.ofMillis(5), "5"),
                incoming("send-queue-max-messages", 1024, c -> c.sendQueue().maxMessages(), 7, "7"),
                incoming("send-queue-max-bytes", SendQueueSettings.UNLIMITED, c -> c.sendQueue().maxBytes(), 1L << 40,
                        "1099511627776"),
                incoming("send-queue-overflow", SendQueueOverflow.BACK_PRESSURE, c -> c.sendQueue().overflow(),
                        SendQueueOverflow.FAIL,
                        "fail"),
                incoming("send-queue-dropped", true, c -> c.sendQueue().nacksDropped(), false, "ack"),
                incoming("send-queue-qos0-offline", true, c -> c.sendQueue().keepsQos0Offline(), false, "drop"),
                incoming("send-queue-compaction", false, c -> c.sendQueue().compaction(), true, "yes"),
                incoming("buffer-size", 128, c -> c.settings().bufferSize(), 7, "7"),
                incoming("unacknowledged-message-max-age-seconds", Duration.ofSeconds(60),
                        c -> c.settings().unacknowledgedMaxAge(), Duration.ZERO, "0"),
                incoming("ack-strategy", AckStrategy.ON_COMPLETION, c -> c.settings().ackStrategy(), AckStrategy.ON_RECEIPT,
                        "on-receipt"),
                incoming("content-type", null, c -> c.settings().payloads().contentType(), "application/cbor",
                        "application/cbor"),
                outgoing("content-type", null, c -> c.settings().defaults().contentType(), "", "none"),
                incoming("validate-payload-format", true, c -> c.settings().payloads().validates(), false, "false"),
                incoming("batch", false, c -> c.settings().processing().batch(), true, "true"),
                incoming("batch-size", 100, c -> c.settings().processing().batchSize(), 65535, "65535", "batch", "true"),
                incoming("batch-window-ms", Duration.ofMillis(100), c -> c.settings().processing().batchWindow(),
                        Duration.ofSeconds(2), "2000", "batch", "true"),
                incoming("concurrency-key", null, c -> c.settings().processing().key(),
                        new ConcurrencyKey(ConcurrencyKey.Source.USER_PROPERTY, "device", 0), "user-property: device"),
                incoming("max-concurrency", 16, c -> c.settings().processing().maxConcurrency(), 4, "4", "concurrency-key",
                        "topic"),
                incoming("unsubscribe-on-disconnection", false, c -> c.settings().subscription().onDemand(), true,
                        "true"),
                incoming("health-enabled", true, c -> c.settings().healthEnabled(), false, "false"),
                incoming("trace", TraceLevel.OFF, c -> c.trace(), TraceLevel.payload(5), "payload:5"),
                incoming("credentials-provider", null,
                        c -> c.connection().settings().authentication().credentialsProvider(), "vault", "vault"),
                incoming("shutdown-timeout-seconds", Duration.ofSeconds(10), c -> c.lifecycle().shutdown(), Duration.ZERO,
                        "0"),
                incoming("disconnect-timeout-seconds", Duration.ofSeconds(10), c -> c.lifecycle().disconnect(),
                        Duration.ofSeconds(4), "4"));
    }

    private static Stream<Row> ofOutgoing() {
        return Stream.of(
                outgoing("topic", "out", c -> c.settings().defaults().topic(), "a/b", "a/b"),
                outgoing("topic", "out", c -> c.settings().defaults().topic(), null, ""),
                outgoing("qos", 0, c -> c.settings().defaults().qos(), 2, "2"),
                outgoing("retain", false, c -> c.settings().defaults().retain(), true, "true"),
                outgoing("max-inflight-queue", 1024, c -> c.sendQueue().maxMessages(), 10, "10"),
                outgoing("send-queue-max-messages", 1024, c -> c.sendQueue().maxMessages(), 100_000, "100000"),
                outgoing("send-queue-max-messages", 10, c -> c.sendQueue().maxMessages(), 5, "5", "max-inflight-queue", "10"),
                outgoing("send-queue-max-bytes", SendQueueSettings.UNLIMITED, c -> c.sendQueue().maxBytes(), 1L, "1"),
                outgoing("send-queue-overflow", SendQueueOverflow.BACK_PRESSURE, c -> c.sendQueue().overflow(),
                        SendQueueOverflow.DROP_OLDEST, "drop-oldest"),
                outgoing("send-queue-dropped", true, c -> c.sendQueue().nacksDropped(), false, "ack"),
                outgoing("send-queue-qos0-offline", true, c -> c.sendQueue().keepsQos0Offline(), false, "drop"),
                outgoing("send-queue-compaction", false, c -> c.sendQueue().compaction(), true, "true"),
                outgoing("message-expiry-seconds", -1L, c -> c.settings().defaults().expirySeconds(), 4294967295L,
                        "4294967295"),
                outgoing("user-properties", List.of(), c -> c.settings().defaults().userProperties(),
                        List.of(new UserProperty("site", "Bonn, DE"), new UserProperty("site", "a=b"),
                                new UserProperty("empty", "")),
                        "site = Bonn\\, DE,site=a=b, empty="),
                outgoing("merge", false, c -> c.settings().merge(), true, "true"),
                outgoing("reply", false, c -> c.settings().reply(), true, "true"),
                outgoing("reply-allowed-topics", List.of("#"), c -> c.settings().replyTopics(), List.of("a/+", "b"), "a/+, b",
                        "reply", "true"),
                outgoing("topic", null, c -> c.settings().defaults().topic(), "a", "a", "reply", "true"),
                outgoing("reply-topic", null, c -> c.settings().requests().topic(), "a/b", "a/b"),
                outgoing("reply-timeout-seconds", Duration.ofSeconds(5), c -> c.settings().requests().timeout(),
                        Duration.ofSeconds(1), "1"),
                outgoing("reply-failure-handler", null, c -> c.settings().requests().failureHandler(), "user-property",
                        "user-property"),
                outgoing("health-enabled", true, c -> c.settings().healthEnabled(), false, "false"),
                outgoing("trace", TraceLevel.OFF, c -> c.trace(), TraceLevel.payload(5), "payload:5"),
                outgoing("credentials-provider", null,
                        c -> c.connection().settings().authentication().credentialsProvider(), "vault", "vault"),
                outgoing("shutdown-timeout-seconds", Duration.ofSeconds(10), c -> c.lifecycle().shutdown(), Duration.ZERO,
                        "0"),
                outgoing("disconnect-timeout-seconds", Duration.ofSeconds(10), c -> c.lifecycle().disconnect(),
                        Duration.ofSeconds(4), "4"));
    }

    private static Row incoming(String attribute, Object byDefault,
            Function<ChannelConfiguration<IncomingSettings>, Object> meaning, Object whenSet, String... value) {
        return new Row(attribute, byDefault, List.of(value), whenSet, c -> meaning.apply(c.readIncoming()), true);
    }

    private static Row outgoing(String attribute, Object byDefault,
            Function<ChannelConfiguration<OutgoingSettings>, Object> meaning, Object whenSet, String... value) {
        return new Row(attribute, byDefault, List.of(value), whenSet, c -> meaning.apply(c.readOutgoing()), false);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasItsDefault(Row row) {
        assertThat(row.meaning.apply(row.configuration(false))).isEqualTo(row.byDefault);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasItsEffect(Row row) {
        assertThat(row.meaning.apply(row.configuration(true))).isEqualTo(row.whenSet);
    }

    @Test
    void everyAttributeIsShownForEachDirection() {
        // Those with a test class of their own: TlsStoresTest, ClientOptionsTest, SessionStoreReaderTest
        Set<String> elsewhere = Set.of("ssl.keystore.type", "ssl.keystore.location", "ssl.keystore.password",
                "ssl.truststore.type", "ssl.truststore.location", "ssl.truststore.password", "client-options-name",
                "tls-configuration-name", "session-store", "session-store-path");
        for (boolean incoming : List.of(true, false)) {
            Set<String> shown = rows().filter(row -> row.incoming == incoming).map(Row::attribute)
                    .collect(Collectors.toCollection(TreeSet::new));
            shown.addAll(elsewhere);
            if (!incoming) {
                shown.add("ack-strategy"); // needs a session store, so it is there too
            }
            assertThat(shown).isEqualTo(declared(incoming));
        }
    }

    private static Set<String> declared(boolean incoming) {
        return Stream.of(MqttConnector.class.getAnnotationsByType(ConnectorAttribute.class))
                .filter(attribute -> attribute.direction() != (incoming ? ConnectorAttribute.Direction.OUTGOING
                        : ConnectorAttribute.Direction.INCOMING))
                .map(ConnectorAttribute::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void attributesOfTheConnectorCountForAllChannelsThatDoNotSetThem() {
        TestConfiguration configuration = TestConfiguration.incoming().incomingChannel("other", "keep-alive-seconds", "7")
                .connector("keep-alive-seconds", "5");

        assertThat(configuration.read().incoming().get("in").connection().settings().session().timing().keepAliveSeconds())
                .isEqualTo(5);
        assertThat(configuration.read().incoming().get("other").connection().settings().session().timing().keepAliveSeconds())
                .isEqualTo(7);
    }

    @Test
    void theIdentifiersOfAPersistentSessionAreNotThoseOfAnEarlierProcess() {
        assertThat(TestConfiguration.incoming().client().session().flow().firstSubscriptionIdentifier()).isEqualTo(1);
        TestConfiguration persistent = TestConfiguration.incoming("auto-clean-session", "false", "client-id", "me");
        assertThat(Stream.generate(() -> persistent.client().session().flow().firstSubscriptionIdentifier()).limit(5)
                .distinct()).hasSizeGreaterThan(1).allMatch(first -> first >= 1 && first <= 2_000_000);
    }

    @Test
    void everyNameOfAVersionIsKnown() {
        assertThat(version("5")).containsExactly(ProtocolVersion.V5);
        assertThat(version("4")).containsExactly(ProtocolVersion.V3_1_1);
        assertThat(version("3.1")).containsExactly(ProtocolVersion.V3_1);
        assertThat(version("3")).containsExactly(ProtocolVersion.V3_1);
        assertThat(version("AUTO")).containsExactlyInAnyOrder(ProtocolVersion.values());
    }

    private static Set<ProtocolVersion> version(String name) {
        return TestConfiguration.incoming("version", name).client().session().versions();
    }

    @Test
    void aPersistentSessionNeverExpiresUnlessItIsSaid() {
        String[] persistent = { "auto-clean-session", "false", "client-id", "me" };

        assertThat(TestConfiguration.incoming(persistent).client().session().sessionExpirySeconds()).isEqualTo(0xFFFFFFFFL);
        assertThat(TestConfiguration.incoming(persistent).connector("session-expiry-seconds", "60").client().session()
                .sessionExpirySeconds()).isEqualTo(60);
    }

    @Test
    void aPersistentSessionOfMqtt5MayLeaveTheClientIdToTheBroker() {
        assertThat(TestConfiguration.incoming("auto-clean-session", "false", "version", "5").client().session().clientId())
                .isEmpty();
    }

    @Test
    void serversOnTheChannelCountBeforeAHostOnTheConnector() {
        ClientSettings client = TestConfiguration.incoming("servers", "mqtt://a").connector("host", "b").client();

        assertThat(client.servers()).containsExactly(new ServerAddress("a", 1883, false));
    }

    @Test
    void aHostOnTheChannelCountsBeforeServersOnTheConnector() {
        ClientSettings client = TestConfiguration.incoming("host", "b").connector("servers", "mqtt://a").client();

        assertThat(client.servers()).containsExactly(new ServerAddress("b", 1883, false));
    }

    @Test
    void theHostMayBeAnIpv6AddressInBrackets() {
        assertThat(TestConfiguration.incoming("host", "[::1]").client().servers())
                .containsExactly(new ServerAddress("::1", 1883, false));
    }

    @Test
    void theOptionsOfTheConnectionHaveNothingElseSet() {
        NetClientOptions plain = TestConfiguration.incoming("connect-timeout-seconds", "5").client().transport().options();

        assertThat(plain.toJson()).isEqualTo(
                new NetClientOptions().setConnectTimeout(5_000).setHostnameVerificationAlgorithm("HTTPS").toJson());
    }
}
