package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.connector.config.model.ConcurrencyKey;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;

/** What is wrong prevents the start, with a message that names the channel, the attribute, the value and the remedy. */
class ConfigurationProblemsTest {

    private static final String IN = "channel 'in', attribute ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            qos                             | 3          | use 0, 1 or 2, or a comma-separated list of them
            qos                             | 1,1        | has 2 values for 1 topic filters; use one for all, or one for each
            port                            | 0          | use a whole number from 1 to 65535
            port                            | 70000      | use a whole number from 1 to 65535
            port                            | mqtt       | use a whole number from 1 to 65535
            keep-alive-seconds              | -1         | use a whole number from 0 to 65535
            keep-alive-seconds              | 65536      | use a whole number from 0 to 65535
            receive-maximum                 | 0          | use a whole number from 1 to 65535
            receive-maximum                 | 65536      | use a whole number from 1 to 65535
            max-inflight-queue              | 0          | use a whole number from 1 to 65535
            max-message-size                | 0          | use a whole number, 1 or more
            buffer-size                     | 0          | use a whole number, 1 or more
            unacknowledged-message-max-age-seconds | -1  | use a whole number, 0 or more
            connect-timeout-seconds         | 0          | use a whole number, 1 or more
            ack-timeout-seconds             | -1         | use a whole number, 0 or more
            shutdown-timeout-seconds        | PT10S      | use a whole number, 0 or more
            disconnect-timeout-seconds      | 1.5        | use a whole number, 0 or more
            disconnect-timeout-seconds      | 2147484    | use a whole number, 0 or more
            reconnect-interval-seconds      | -1         | use a whole number, 0 or more
            reconnect-max-interval-seconds  | 0          | is less than reconnect-interval-seconds, which is 1; use that or more
            reconnect-attempts              | -2         | use a whole number, -1 or more
            session-expiry-seconds          | 4294967296 | use a whole number from 0 to 4294967295
            tcp-keep-alive-count            | 0          | use a whole number from 1 to 32767
            tcp-keep-alive-idle-seconds     | 40000      | use a whole number from 1 to 32767
            tcp-keep-alive-interval-seconds | x          | use a whole number from 1 to 32767
            auto-clean-session              | ture       | use true or false
            version                         | 6          | use one of auto, 5, 3.1.1, 4, 3.1, 3
            send-queue-max-messages             | 0          | use a whole number, 1 or more
            send-queue-max-bytes                | 64k        | use a whole number, 1 or more
            send-queue-overflow                 | block      | use one of back-pressure, drop-oldest, drop-newest, fail
            send-queue-dropped                  | log        | use one of nack, ack
            send-queue-qos0-offline             | no         | use one of keep, drop
            send-queue-compaction               | latest     | use true or false
            ack-strategy                    | never      | use one of on-completion, on-receipt
            trace                           | packets    | use one of off, headers, payload:N with the number of bytes to show
            failure-strategy                | retry      | use one of dead-letter-topic, delayed-retry, fail, ignore, \
            mine, redeliver, reject, or a comma-separated list of them
            failure-strategy                | mine,mine  | names 'mine' twice; name it once
            reject-reason-codes             | a.B=0x81   | use a comma-separated list of <class of an exception>=<code> \
            with the codes 0x80, 0x83, 0x87, 0x90, 0x97 and 0x99; 'a.B=0x81' is none
            ssl.keystore.type               | bks        | use one of pkcs12, jks, pem
            ssl.truststore.type             | bks        | use one of pkcs12, jks, pem
            ssl.hostname-verification-algorithm | on     | use one of HTTPS, LDAPS, NONE
            batch-size                      | 0          | use a whole number from 1 to 65535
            batch-size                      | 65536      | use a whole number from 1 to 65535
            batch-window-ms       | 0          | use a whole number, 1 or more
            max-concurrency                 | 0          | use a whole number from 1 to 65535
            concurrency-key                 | sensor     | use topic, topic-level:N with N from 1, topic-variable:NAME, \
            correlation-data or user-property:NAME
            concurrency-key                 | topic-level:0 | use topic, topic-level:N with N from 1, topic-variable:NAME, \
            correlation-data or user-property:NAME
            concurrency-key                 | topic-level | use topic, topic-level:N with N from 1, topic-variable:NAME, \
            correlation-data or user-property:NAME
            concurrency-key                 | topic:2    | use topic, topic-level:N with N from 1, topic-variable:NAME, \
            correlation-data or user-property:NAME
            concurrency-key                 | topic-variable:line | names a variable that no topic of the channel has; name \
            a level of it, as in 'plant/{line}/temperature'
            topic                           | a,a        | names the topic filter 'a' twice; name it once
            will-payload                    | bye        | there is no will without will-topic; set will-topic, or leave it out
            will-flag                       | true       | there is no will without will-topic; set will-topic, or leave it out
            will-qos                        | 1          | there is no will without will-topic; set will-topic, or leave it out
            will-retain                     | true       | there is no will without will-topic; set will-topic, or leave it out
            will-properties                 | user.a=b   | there is no will without will-topic; set will-topic, or leave it out
            will-delay-seconds              | 5          | there is no will without will-topic; set will-topic, or leave it out
            will-on-shutdown                | true       | there is no will without will-topic; set will-topic, or leave it out
            reason-codes                    | 0x97       | use a comma-separated list of code:reaction such as 0x97:slow, \
            where the reaction is one of retry, slow, new-credentials, stop
            reason-codes                    | 0x97:fatal | use a comma-separated list of code:reaction such as 0x97:slow, \
            where the reaction is one of retry, slow, new-credentials, stop
            reason-codes                    | 0x97:slow, | use a comma-separated list of code:reaction such as 0x97:slow, \
            where the reaction is one of retry, slow, new-credentials, stop
            reason-codes                    | 0x10:stop  | no broker refuses or ends a connection with 0x10 No \
            matching subscribers; the codes are those of CONNACK and DISCONNECT in MQTT 5, from 0x80 to 0xA2
            reason-codes                    | 0x97:slow,151:stop | names the code 0x97 Quota exceeded twice; name it once
            session-on-shutdown             | forget     | use one of keep, end, or for how many seconds, from 0 to 4294967295, \
            the broker keeps the session
            session-on-shutdown             | 4294967296 | use one of keep, end, or for how many seconds, from 0 to 4294967295, \
            the broker keeps the session
            session-on-shutdown             | 60         | a session that ends with the connection cannot be prolonged when \
            it ends; set session-expiry-seconds to 1 or more, or leave it out
            presence-online                 | up         | there is no presence without presence-topic; set presence-topic, or \
            leave it out
            authentication                  | SCRAM      | there is no such mechanism; use one of SCRAM-SHA-256, mine, or \
            provide a CDI bean of type EnhancedAuthentication with @Identifier("SCRAM")
            """)
    void namesTheAttributeTheValueAndTheRemedy(String attribute, String value, String remedy) {
        assertThat(TestConfiguration.incoming(attribute, value).problems())
                .containsExactly(IN + "'" + attribute + "', value '" + value + "': " + remedy);
    }

    @Test
    void namesWhatIsWrongWithFailureStrategies() {
        String strategies = "failure-strategy";
        assertThat(TestConfiguration.incoming(strategies, "fail,ignore").problems()).containsExactly(
                IN + "'failure-strategy', value 'fail,ignore': 'fail' handles every message, so nothing is left for"
                        + " 'ignore'; name 'fail' last");
        assertThat(TestConfiguration.incoming(strategies, "dead-letter-topic", "topic", "{site}/a,b", "dead-letter-topic",
                "{site}/dead").problems()).containsExactly(IN + "'dead-letter-topic', value '{site}/dead': has the variable"
                        + " {site}, which not every topic of the channel has; use {channel}, {topic#} and those of the attribute"
                        + " topic");
        assertThat(TestConfiguration.incoming(strategies, "dead-letter-topic", "dead-letter-topic", "dead/{topic}").problems())
                .singleElement().asString().contains("'dead-letter-topic', value 'dead/{topic}'", "{topic#}");
    }

    @Test
    void refusesRedeliveryWhereTheBrokerSendsNothingAgain() {
        String value = IN + "'failure-strategy', value 'redeliver': ";
        String needs = "redeliver needs a session that the broker keeps; set auto-clean-session=false and a client-id";
        assertThat(redelivering("qos", "1").problems()).containsExactly(value + needs);
        assertThat(redelivering("auto-clean-session", "false", "client-id", "me", "qos", "1,0", "topic", "a,b",
                "session-expiry-seconds", "0", "ack-strategy", "on-receipt").problems()).containsExactlyInAnyOrder(
                        value + "redeliver needs a session that outlives the connection; set session-expiry-seconds to 1 or"
                                + " more, or leave it out",
                        value + "redeliver needs messages that are not acknowledged yet; leave out ack-strategy=on-receipt",
                        value + "a broker never sends messages of QoS 0 again, so redeliver needs qos=1 or 2");
        assertThat(redelivering("auto-clean-session", "false", "client-id", "me", "qos", "1").read().warnings()).isEmpty();
    }

    private static TestConfiguration redelivering(String... attributes) {
        return TestConfiguration.incoming("failure-strategy", "redeliver").incomingChannel("in", attributes);
    }

    @Test
    void refusesDeadLettersThatWouldComeBack() {
        String comesBack = "a dead letter could match '%s', to which the channel itself subscribes, and would come back without"
                + " end; choose a topic outside of it";
        assertThat(deadLetters("#").problems()).singleElement().asString().endsWith(comesBack.formatted("#"));
        assertThat(deadLetters("$share/g/dead-letter/#").problems()).singleElement().asString()
                .endsWith(comesBack.formatted("$share/g/dead-letter/#"));
        assertThat(deadLetters("{site}/telemetry", "dead-letter-topic", "{site}/telemetry").problems()).hasSize(1);
        assertThat(deadLetters("+/+/x").read().incoming()).hasSize(1);
        assertThat(deadLetters("{site}/telemetry", "dead-letter-topic", "{site}/dead/{topic#}").read().incoming()).hasSize(1);
        // The strategy is another
        assertThat(deadLetters("#", "failure-strategy", "ignore").read().incoming()).hasSize(1);
    }

    private static TestConfiguration deadLetters(String topic, String... others) {
        return TestConfiguration.incoming("failure-strategy", "dead-letter-topic", "topic", topic).incomingChannel("in",
                others);
    }

    @Test
    void namesWhatIsWrongWithTheOptionsOfASubscription() {
        assertThat(TestConfiguration.incoming("topic", "a,$share/g/b", "no-local", "true", "retain-as-published",
                "true,false,true", "retain-handling", "always").problems()).containsExactlyInAnyOrder(
                        IN + "'no-local', value 'true': '$share/g/b' is a shared subscription, for which MQTT does not allow"
                                + " it; use false there",
                        IN + "'retain-as-published', value 'true,false,true': has 3 values for 2 topic filters; use one for"
                                + " all, or one for each",
                        IN + "'retain-handling', value 'always': use send, send-if-new or never, or a comma-separated list of"
                                + " them");
        assertThat(TestConfiguration.incoming("topic", "a,$share/g/b", "no-local", "true,false").readIncoming().settings()
                .subscription().filters().get(0).noLocal()).isTrue();
    }

    @Test
    void keepsNoKeyInOrderWithinBatchesAndNamesTheVariablesThereAre() {
        assertThat(TestConfiguration.incoming("batch", "true", "concurrency-key", "topic").problems()).containsExactly(
                IN + "'concurrency-key', value 'topic': contradicts batch=true, because a batch holds messages with many keys;"
                        + " leave out one of the two");
        assertThat(TestConfiguration.incoming("topic", "a/{line}/{cell}", "concurrency-key", "topic-variable:lin").problems())
                .containsExactly(IN + "'concurrency-key', value 'topic-variable:lin': names a variable that no topic of the"
                        + " channel has; they have cell, line");
        assertThat(TestConfiguration.incoming("topic", "a/{line}/{cell}", "concurrency-key", "topic-variable:line")
                .readIncoming().settings().processing().key())
                .isEqualTo(new ConcurrencyKey(ConcurrencyKey.Source.TOPIC_VARIABLE, "line", 0));
    }

    @Test
    void namesWhatIsWrongWithRequestsAndReplies() {
        String out = "channel 'out', attribute ";
        assertThat(TestConfiguration.outgoing("reply", "true", "retain", "true", "reply-topic", "a/+",
                "send-queue-compaction", "true", "reply-timeout-seconds", "0", "reply-failure-handler", "odd").problems())
                .containsExactlyInAnyOrder(
                        out + "'retain', value 'true': contradicts reply=true, because a reply is for one request"
                                + " only; leave out one of the two",
                        out + "'send-queue-compaction', value 'true': contradicts reply=true, because each reply is for one"
                                + " request and none may be replaced by another; leave out one of the two",
                        out + "'reply-topic', value 'a/+': the topic name 'a/+' contains the wildcard '+', which only a"
                                + " subscription may; name the one topic to publish to",
                        out + "'reply-timeout-seconds', value '0': use a whole number, 1 or more",
                        out + "'reply-failure-handler', value 'odd': use one of user-property, or add a bean of type"
                                + " ReplyFailureHandler with @Identifier(\"odd\")");
    }

    @Test
    void namesWhatIsWrongWithTheProperties() {
        String out = "channel 'out', attribute ";
        assertThat(TestConfiguration.outgoing("message-expiry-seconds", "-1", "user-properties", "a=b,c").problems())
                .containsExactlyInAnyOrder(
                        out + "'message-expiry-seconds', value '-1': use a whole number from 0 to 4294967295",
                        out + "'user-properties', value 'a=b,c': use a comma-separated list of name=value, with \\, for a"
                                + " comma within one");
        assertThat(TestConfiguration.outgoing("message-expiry-seconds", "soon").problems()).containsExactly(
                out + "'message-expiry-seconds', value 'soon': use a whole number from 0 to 4294967295");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a:1883", "ws://a", "mqtt://a:0", "mqtt://a:x", "mqtt://a/b" })
    void refusesServersThatAreNone(String servers) {
        assertThat(TestConfiguration.incoming("servers", servers).problems()).containsExactly(IN + "'servers', value '"
                + servers
                + "': use a comma-separated list like mqtt://host:1883,mqtts://host:8883, with the schemes mqtt, tcp, mqtts and"
                + " ssl and ports from 1 to 65535");
    }

    @Test
    void refusesNamesOfWhatIsNotThere() {
        assertThat(TestConfiguration.incoming("client-options-name", "nobody").problems()).containsExactly(IN
                + "'client-options-name', value 'nobody': there is no CDI bean of type io.vertx.core.net.NetClientOptions with"
                + " @Identifier(\"nobody\"); produce one, or correct the name");
        assertThat(TestConfiguration.incoming("tls-configuration-name", "mine").problems()).containsExactly(IN
                + "'tls-configuration-name', value 'mine': needs the TLS registry of Quarkus, which is not there; use the"
                + " attributes ssl.*, or client-options-name");
    }

    @Test
    void reportsAnUnknownTlsConfigurationTogetherWithAllElse() {
        TestConfiguration configuration = TestConfiguration.incoming("tls-configuration-name", "plnat", "qos", "3")
                .tlsConfigurations("plant", "office");

        assertThat(configuration.problems()).containsExactly(
                IN + "'qos', value '3': use 0, 1 or 2, or a comma-separated list of them",
                IN + "'tls-configuration-name', value 'plnat': the TLS registry has no configuration of this name; configure"
                        + " quarkus.tls.plnat.*, or correct the name; did you mean plant?");
        assertThat(TestConfiguration.incoming("tls-configuration-name", "plant").tlsConfigurations("plant").client().servers()
                .get(0).tls()).isTrue();
    }

    @Test
    void refusesOneNameForAnIncomingAndAnOutgoingChannel() {
        assertThat(TestConfiguration.incoming().outgoingChannel("in").problems()).containsExactly(IN + "'connector', value"
                + " 'smallrye-mqtt-x': is an incoming and an outgoing channel at once; give them different names, and the"
                + " attribute topic to both if the topic is the same");
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(IN + "'servers', value 'mqtt://a': contradicts host; use either servers, or host and port",
                        List.of("servers", "mqtt://a", "host", "b")),
                Arguments.of(IN + "'servers', value 'mqtt://a': contradicts port; use either servers, or host and port",
                        List.of("servers", "mqtt://a", "port", "1883")),
                Arguments.of(IN + "'ssl', value 'true': contradicts mqtt://a:1883 in servers; leave ssl out, the scheme"
                        + " decides", List.of("servers", "mqtt://a", "ssl", "true")),
                Arguments.of(IN + "'client-id': set it, because auto-generated-client-id is false",
                        List.of("auto-generated-client-id", "false")),
                Arguments.of(IN + "'client-id': set it, because a session that outlives the connection"
                        + " (auto-clean-session=false) would be lost with a generated one; or use version=5, where the broker"
                        + " assigns one", List.of("auto-clean-session", "false")),
                Arguments.of(IN + "'client-id': set it, because a session that outlives the connection"
                        + " (session-expiry-seconds=60) would be lost with a generated one; or use version=5, where the broker"
                        + " assigns one", List.of("session-expiry-seconds", "60", "version", "auto")),
                Arguments.of(IN + "'client-id', value '123456789012345678901234': is 24 characters long; use 23 or less with"
                        + " version=3.1", List.of("client-id", "123456789012345678901234", "version", "3.1")),
                Arguments.of(IN + "'password': is set without username, which MQTT 3.1.1 and 3.1 do not allow; set username,"
                        + " or use version=5", List.of("password", "hunter2")),
                Arguments.of(IN + "'tcp-keep-alive', value 'false': contradicts the other attributes tcp-keep-alive-*; use"
                        + " true, or leave them out", List.of("tcp-keep-alive", "false", "tcp-keep-alive-count", "3")),
                Arguments.of(IN + "'will-qos', value '3': use 0, 1 or 2", List.of("will-topic", "gone", "will-qos", "3")));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void namesContradictions(String problem, List<String> attributes) {
        assertThat(TestConfiguration.incoming(attributes.toArray(String[]::new)).problems()).containsExactly(problem);
    }

    @Test
    void refusesTopicFiltersThatAreNone() {
        assertThat(TestConfiguration.incoming("topic", "a/#/b").problems()).singleElement().asString()
                .startsWith(IN + "'topic', value 'a/#/b': ").contains("'#'");
        assertThat(TestConfiguration.incoming("topic", "$share/a").problems()).singleElement().asString()
                .startsWith(IN + "'topic', value '$share/a': ").contains("$share/{group}/{filter}");
        assertThat(TestConfiguration.incoming("topic", "a,").problems()).singleElement().asString()
                .startsWith(IN + "'topic', value 'a,': ");
    }

    @Test
    void refusesWildcardsInTopicsToPublishTo() {
        assertThat(TestConfiguration.outgoing("topic", "a/+").problems()).singleElement().asString()
                .startsWith("channel 'out', attribute 'topic', value 'a/+': ").contains("wildcard '+'");
        assertThat(TestConfiguration.incoming("will-topic", "a/#").problems()).singleElement().asString()
                .startsWith(IN + "'will-topic', value 'a/#': ").contains("wildcard '#'");
    }

    @ParameterizedTest
    @CsvSource({ "topic,a/\\u0007b", "topic,a/\\u0007", "client-id,me\\u0007", "username,ann\\u0007",
            "will-topic,gone/\\u0007x", "presence-topic,up/\\u0007x", "dead-letter-topic,dead/\\u0007x" })
    void refusesTextForWhichBrokersEndTheConnection(String attribute, String value) {
        String text = value.replace("\\u0007", "\u0007");
        assertThat(TestConfiguration.incoming(attribute, text).problems()).singleElement().asString()
                .startsWith(IN + "'" + attribute + "', value '" + value + "': ")
                .contains("the control character U+0007 at index", "allow-control-characters=true").doesNotContain("\u0007");
        assertThat(TestConfiguration.incoming(attribute, text, "allow-control-characters", "true").read().incoming())
                .hasSize(1);
    }

    @Test
    void refusesSuchTextInTheTopicOfReplies() {
        assertThat(TestConfiguration.outgoing("reply", "true", "reply-topic", "re/\u0007").problems()).singleElement()
                .asString().startsWith("channel 'out', attribute 'reply-topic', value 're/\\u0007': ").contains("U+0007");
    }

    @ParameterizedTest
    @CsvSource({ "topic,a/{b}/\\u0007", "user-properties,a\\u0007b=c", "user-properties,a=\\u0007c", "content-type,a/\\u0007" })
    void refusesSuchTextInWhatIsPublished(String attribute, String value) {
        String text = value.replace("\\u0007", "\u0007");
        assertThat(TestConfiguration.outgoing(attribute, text).problems()).singleElement().asString()
                .startsWith("channel 'out', attribute '" + attribute + "', value '" + value + "': ").contains("U+0007");
        assertThat(TestConfiguration.outgoing(attribute, text, "allow-control-characters", "true").read().outgoing())
                .hasSize(1);
    }

    @Test
    void allowsLinesInPayloads() {
        assertThat(TestConfiguration.incoming("presence-topic", "up", "presence-online", "a\u0007b").read().incoming())
                .hasSize(1);
        assertThat(TestConfiguration.incoming("will-topic", "gone", "will-payload", "a\u0007b").read().incoming()).hasSize(1);
    }

    @Test
    void refusesTopicsThatAreNoTemplates() {
        assertThat(TestConfiguration.incoming("topic", "a/{b}/{b}").problems()).containsExactly(IN
                + "'topic', value 'a/{b}/{b}': the topic 'a/{b}/{b}' has the variable {b} twice; give each a name of its own");
        assertThat(TestConfiguration.incoming("topic", "a/{b, c}").problems()).hasSize(2).first().asString()
                .contains("'a/{b' opens a brace at index 2 that is not closed");
        assertThat(TestConfiguration.outgoing("topic", "a-{b}").problems()).singleElement().asString()
                .contains("mixes the variable {b} with other characters");
        assertThat(TestConfiguration.outgoing("topic", "{a}/+").problems()).singleElement().asString()
                .contains("wildcard '+'");
    }

    @Test
    void refusesOneFilterUnderTwoNames() {
        assertThat(TestConfiguration.incoming("topic", "a/{b}, a/{c}, a/+").problems()).containsExactly(
                IN + "'topic', value 'a/{b}, a/{c}, a/+': names the topic filter 'a/+' twice, as 'a/{b}' and 'a/{c}'; name it"
                        + " once",
                IN + "'topic', value 'a/{b}, a/{c}, a/+': names the topic filter 'a/+' twice, as 'a/{b}' and 'a/+'; name it"
                        + " once");
    }

    @Test
    void refusesEnhancedAuthenticationBeforeMqtt5() {
        assertThat(TestConfiguration.incoming("version", "3.1.1", "authentication", "mine").problems()).containsExactly(
                IN + "'authentication', value 'mine': needs MQTT 5; use version=5, or leave it out");
    }

    @Test
    void refusesAWillBesidesThePresence() {
        assertThat(TestConfiguration.incoming("presence-topic", "up", "will-topic", "gone", "will-delay-seconds", "5",
                "will-flag", "false").problems()).containsExactly(IN + "'will-topic', value 'gone': presence-topic already"
                        + " uses the will of the connection; leave out one of the two");
        assertThat(TestConfiguration.incoming("presence-topic", "up/#").problems()).singleElement().asString()
                .contains("'presence-topic', value 'up/#'");
    }

    @Test
    void refusesAWillOnShutdownBesidesThePresence() {
        assertThat(TestConfiguration.incoming("presence-topic", "up", "will-on-shutdown", "true").problems()).singleElement()
                .asString().contains("'will-on-shutdown', value 'true': presence-topic already uses the will");
    }

    @Test
    void thePresenceIsThatOfTheConnection() {
        assertThat(TestConfiguration.incoming("client-id", "me", "presence-topic", "up")
                .incomingChannel("other", "client-id", "me").problems()).singleElement().asString()
                .contains("a broker lets a client connect once", "presence-topic (up and none)");
        TestConfiguration same = TestConfiguration.incoming("presence-topic", "up").incomingChannel("other", "presence-topic",
                "up", "presence-online", "online");
        assertThat(same.read().incoming().get("in").connection()
                .canShareWith(same.read().incoming().get("other").connection())).isTrue();
    }

    @Test
    void refusesAWillThatDoesNotFitIntoConnect() {
        assertThat(TestConfiguration.incoming("will-topic", "a", "will-payload", "x".repeat(65536)).problems())
                .singleElement().asString().endsWith("is 65536 bytes long; use 65535 or less");
    }

    @Test
    void refusesTextThatConnectCannotCarry() {
        for (String text : new String[] { "a\0", "a\uD83D", "ä".repeat(32_768) }) {
            for (String attribute : new String[] { "client-id", "username", "will-topic" }) {
                assertThat(TestConfiguration.incoming(attribute, text).problems()).singleElement().asString()
                        .startsWith(IN + "'" + attribute + "', value '");
            }
        }
        assertThat(TestConfiguration.incoming("username", "ann", "password", "ä".repeat(32_768)).problems())
                .singleElement().asString().contains("'password'", "65535 bytes").doesNotContain("ä");
    }

    @Test
    void refusesAPasswordWithoutAUserNameExceptInMqtt5() {
        assertThat(TestConfiguration.incoming("password", "x", "version", "5").client().session().login().password())
                .isEqualTo("x");
        assertThat(TestConfiguration.incoming("password", "x", "version", "4").problems()).hasSize(1);
    }

    @Test
    void refusesTlsByNameWithoutTls() {
        TestConfiguration configuration = TestConfiguration.incoming("tls-configuration-name", "mine", "ssl", "false");

        assertThat(configuration.withCustomizer().problems()).containsExactly(IN + "'tls-configuration-name', value 'mine':"
                + " contradicts the connection without TLS; leave out ssl=false, or use the scheme mqtts in servers");
    }

    @Test
    void reportsTheProblemsOfAllChannelsAtOnce() {
        TestConfiguration configuration = TestConfiguration.incoming("qos", "3", "port", "70000")
                .outgoingChannel("out", "keep-alive-seconds", "-5").incomingChannel("off", "enabled", "false", "qos", "9");

        assertThatThrownBy(configuration::read).isInstanceOf(InvalidConfigurationException.class).hasMessage("""
                The MQTT configuration has 3 problems:
                - channel 'in', attribute 'qos', value '3': use 0, 1 or 2, or a comma-separated list of them
                - channel 'in', attribute 'port', value '70000': use a whole number from 1 to 65535
                - channel 'out', attribute 'keep-alive-seconds', value '-5': use a whole number from 0 to 65535""");
    }

    static Stream<Arguments> typed() {
        return Stream.of(MqttConnector.class.getAnnotationsByType(ConnectorAttribute.class))
                .filter(attribute -> !attribute.type().equals("string"))
                .map(attribute -> Arguments.of(attribute.name(), attribute.direction()));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void namesItselfWhenItsValueIsOfTheWrongType(String attribute, Direction direction) {
        TestConfiguration configuration = direction == Direction.OUTGOING ? TestConfiguration.outgoing(attribute, "banana")
                : TestConfiguration.incoming(attribute, "banana");

        assertThat(configuration.problems()).anyMatch(problem -> problem.contains("'" + attribute + "', value 'banana': use "));
    }

    @Test
    void reportsWhatIsWrongOnTheConnectorOnceAsTheConnectors() {
        TestConfiguration configuration = TestConfiguration.incoming().incomingChannel("more").outgoingChannel("out")
                .property("mp.messaging.client.desk.version", "5").connector("qos", "7").connector("port", "0")
                .connector("client-id", "me");

        assertThat(configuration.problems()).containsExactly(
                "connector 'smallrye-mqtt-x', attribute 'qos', value '7': use 0, 1 or 2, or a comma-separated list of them",
                "connector 'smallrye-mqtt-x', attribute 'port', value '0': use a whole number from 1 to 65535",
                "channel 'in' and 'desk', attribute 'client-id', value 'me': a broker lets a client connect once, but the"
                        + " channels differ in version ([3.1, 3.1.1, 5] and 5); give them the same values, or client ids of their own");
    }

    @Test
    void whatIsWrongBecauseOfTheChannelIsTheChannels() {
        assertThat(TestConfiguration.incoming("topic", "a,b").incomingChannel("more").connector("qos", "0,1,2").problems())
                .contains("channel 'in', attribute 'qos', value '0,1,2': has 3 values for 2 topic filters; use one for all, or"
                        + " one for each");
        assertThat(TestConfiguration.incoming().incomingChannel("more", "port", "0").connector("port", "1884").problems())
                .containsExactly("channel 'more', attribute 'port', value '0': use a whole number from 1 to 65535");
    }

    @Test
    void printsNoSecrets() {
        TestConfiguration configuration = TestConfiguration.incoming("password", "hunter2", "ssl", "true",
                "ssl.keystore.location", "/no/such/file", "ssl.keystore.password", "hunter2", "ssl.truststore.location",
                "/no/such/file", "ssl.truststore.password", "hunter2").incomingChannel("other", "servers",
                        "mqtt://ann:hunter2@a, mqtt://ann:hunter2@b:x");

        assertThat(configuration.problems()).hasSizeGreaterThan(3).noneMatch(problem -> problem.contains("hunter2"));
        assertThat(TestConfiguration.incoming("username", "ann", "password", "hunter2").readIncoming().toString())
                .doesNotContain("hunter2");
    }

    @Test
    void refusesUserAndPasswordInAUri() {
        assertThat(TestConfiguration.incoming("servers", "mqtt://ann:hunter2@a").problems()).containsExactly(IN
                + "'servers', value 'mqtt://...@a': has user and password in a URI; use the attributes username and password");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            content-typ=text/plain        | names 'content-typ'; use content-type, message-expiry-seconds, payload-utf8
            user.=x                       | names 'user.'; use content-type
            payload-utf8=maybe            | has 'maybe' for payload-utf8; use true or false
            message-expiry-seconds=soon   | has 'soon' for message-expiry-seconds; use 0 to 4294967295
            message-expiry-seconds=-1     | has '-1' for message-expiry-seconds; use 0 to 4294967295
            response-topic=a/+            | contains the wildcard '+'
            content-type=a,content-type=b | names 'content-type' twice; name it once
            content-type                  | use a comma-separated list of name=value
            """)
    void saysWhatIsWrongWithAPropertyOfTheWill(String properties, String problem) {
        assertThat(TestConfiguration.incoming("will-topic", "gone", "will-properties", properties).problems())
                .singleElement().asString().startsWith(IN + "'will-properties', value '" + properties + "': ")
                .contains(problem);
    }
}
