package io.quarkiverse.mqttx.connector;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.Conversation;
import io.quarkiverse.mqttx.testing.ReferenceClient;
import io.quarkiverse.mqttx.testing.ScriptedBroker;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.vertx.core.net.NetClientOptions;

/** What the attributes and beans of the application say about the connection arrives at a real broker. */
class ConnectorConnectionTest extends ConnectorFixture {

    @ApplicationScoped
    static class Pipeline {

        @Incoming("in")
        @Outgoing("out")
        String shout(String payload) {
            return payload.toUpperCase();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "auto", "5", "3.1.1", "3.1" })
    void speaksTheVersionThatIsConfiguredWithUserAndPassword(String version) {
        broker.user("ann", "secret").start();
        application.beans(Pipeline.class).incoming("in", "qos", "2").outgoing("out", "qos", "2").connector("version", version)
                .connector("username", "ann").connector("password", "secret").start();
        try (ReferenceClient outside = ReferenceClient.of(broker).user("ann", "secret").connect().subscribe("out", 2)) {
            awaitReady();
            outside.publish("in", "x", 2);

            outside.awaitReceived(1);
            assertThat(outside.receivedTexts()).containsExactly("X");
        }
    }

    @Test
    void whatIsConfiguredGoesIntoConnectAndAStopEndsInDisconnect() {
        try (ScriptedBroker scripted = ScriptedBroker.start(Conversation::serve)) {
            application.beans(Producer.class).outgoing("out").connector("port", Integer.toString(scripted.port()))
                    .connector("client-id", "me").connector("auto-clean-session", "false")
                    .connector("session-expiry-seconds", "3600").connector("keep-alive-seconds", "7")
                    .connector("receive-maximum", "20").connector("max-message-size", "3000").connector("username", "ann")
                    .connector("password", "secret").connector("will-topic", "gone").connector("will-payload", "bye")
                    .connector("will-qos", "1").connector("will-retain", "true").connector("will-delay-seconds", "5").start();
            awaitReady();
            MqttConnectMessage connect = scripted.awaitReceived("CONNECT", 1).get(0).connect();

            assertThat(connect.variableHeader().version()).isEqualTo(5);
            assertThat(connect.variableHeader().isCleanSession()).isFalse();
            assertThat(connect.variableHeader().keepAliveTimeSeconds()).isEqualTo(7);
            assertThat(connect.variableHeader().willQos()).isEqualTo(1);
            assertThat(connect.variableHeader().isWillRetain()).isTrue();
            assertThat(property(connect.variableHeader().properties(), SESSION_EXPIRY_INTERVAL)).isEqualTo(3600);
            assertThat(property(connect.variableHeader().properties(), RECEIVE_MAXIMUM)).isEqualTo(20);
            assertThat(property(connect.variableHeader().properties(), MAXIMUM_PACKET_SIZE)).isEqualTo(3000);
            assertThat(connect.payload().clientIdentifier()).isEqualTo("me");
            assertThat(connect.payload().userName()).isEqualTo("ann");
            assertThat(connect.payload().passwordInBytes()).asString().isEqualTo("secret");
            assertThat(connect.payload().willTopic()).isEqualTo("gone");
            assertThat(connect.payload().willMessageInBytes()).asString().isEqualTo("bye");
            assertThat(property(connect.payload().willProperties(), WILL_DELAY_INTERVAL)).isEqualTo(5);

            application.stop();
            scripted.awaitReceived("DISCONNECT", 1);
        }
    }

    private static Object property(MqttProperties properties, MqttPropertyType type) {
        return properties.getProperty(type.value()).value();
    }

    @Test
    void aGeneratedClientIdStaysTheSameOverReconnections() {
        try (ScriptedBroker scripted = ScriptedBroker.start(conversation -> {
            conversation.accept();
            conversation.close();
        }, Conversation::serve)) {
            application.beans(Producer.class).outgoing("out").connector("port", Integer.toString(scripted.port()))
                    .connector("reconnect-interval-seconds", "0").start();

            assertThat(scripted.awaitReceived("CONNECT", 2))
                    .extracting(packet -> packet.connect().payload().clientIdentifier()).doesNotContain("").hasSize(2)
                    .satisfies(ids -> assertThat(ids.get(1)).isEqualTo(ids.get(0)));
        }
    }

    @Test
    void connectsWithTlsAndAClientCertificateFromTheAttributes() {
        Certificates.Identity identity = Certificates.localhost();
        broker.mutualTls(identity).start();
        application.beans(Producer.class).outgoing("out").connector("port", Integer.toString(broker.tlsPort()))
                .connector("ssl", "true").connector("ssl.keystore.location", identity.clientPkcs12().toString())
                .connector("ssl.keystore.password", Certificates.PASSWORD).connector("ssl.truststore.type", "pem")
                .connector("ssl.truststore.location", identity.clientTrustPem().toString()).start();

        awaitReady();
    }

    @Test
    void checksTheHostNameOfTheBroker() {
        Certificates.Identity elsewhere = Certificates.elsewhere();
        broker.tls(elsewhere).start();
        application.beans(Producer.class).outgoing("out").connector("port", Integer.toString(broker.tlsPort()))
                .connector("ssl", "true").connector("ssl.truststore.type", "pem")
                .connector("ssl.truststore.location", elsewhere.clientTrustPem().toString()).start();

        await().untilAsserted(() -> assertThat(application.connector().getReadiness().getChannels()).singleElement()
                .extracting(HealthReport.ChannelInfo::getMessage).asString().contains("localhost"));
    }

    @ApplicationScoped
    static class Options {

        @Produces
        @Identifier("mine")
        NetClientOptions options() {
            return new NetClientOptions().setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
        }
    }

    @Test
    void connectsWithOptionsOfTheApplication() {
        broker.tls(Certificates.elsewhere()).start();
        application.beans(Producer.class, Options.class).outgoing("out", "client-options-name", "mine",
                "ssl.hostname-verification-algorithm", "NONE", "port", Integer.toString(broker.tlsPort())).start();

        awaitReady();
    }

    @ApplicationScoped
    static class TlsRegistry implements ClientCustomizer<NetClientOptions> {

        @Override
        public NetClientOptions customize(String channel, Config channelConfig, NetClientOptions options) {
            boolean named = channelConfig.getOptionalValue("tls-configuration-name", String.class).isPresent();
            return named ? options.setTrustAll(true).setHostnameVerificationAlgorithm("") : null;
        }
    }

    @Test
    void aCustomizerMaySupplyTls() {
        broker.tls(Certificates.elsewhere()).start();
        application.beans(Producer.class, TlsRegistry.class).outgoing("out", "tls-configuration-name", "any", "port",
                Integer.toString(broker.tlsPort())).start();

        awaitReady();
    }

    @ApplicationScoped
    static class UnevenCustomizer implements ClientCustomizer<NetClientOptions> {

        @Override
        public NetClientOptions customize(String channel, Config channelConfig, NetClientOptions options) {
            return channel.equals("in") ? options.setTcpNoDelay(!options.isTcpNoDelay()) : options;
        }
    }

    @Test
    void aCustomizerThatTreatsChannelsDifferentlyKeepsThemApart() {
        broker.start();
        application.beans(Consumer.class, Producer.class, UnevenCustomizer.class).incoming("in").outgoing("out").start();

        awaitReady();
    }

    @Test
    void aCustomizerMustNotTearApartOneClient() {
        application.beans(Consumer.class, Producer.class, UnevenCustomizer.class).incoming("in").outgoing("out")
                .connector("client-id", "me");

        assertThatThrownBy(application::start).satisfies(e -> assertThat(all(e))
                .contains("channel 'in' and 'out', attribute 'client-id', value 'me'").contains("ClientCustomizer"));
    }

    private static String all(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }
}
