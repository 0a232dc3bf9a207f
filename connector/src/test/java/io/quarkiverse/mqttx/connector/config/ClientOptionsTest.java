package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.ProxyOptions;

/** The options of the network connection: a bean of the application, attributes over it, a customizer over both. */
class ClientOptionsTest {

    private final NetClientOptions bean = new NetClientOptions().setSsl(true).setConnectTimeout(1234).setTrustAll(true)
            .setProxyOptions(new ProxyOptions().setHost("proxy.example")).setTcpKeepAlive(true);

    private TestConfiguration withBean(String... attributes) {
        return TestConfiguration.incoming(attributes).connector("client-options-name", "mine").optionsBean("mine", bean);
    }

    @Test
    void beginWithTheBeanThatTheChannelNames() {
        NetClientOptions options = withBean().client().transport().options();

        assertThat(options.getProxyOptions().getHost()).isEqualTo("proxy.example");
        assertThat(options.getConnectTimeout()).isEqualTo(1234);
        assertThat(options.isTrustAll()).isTrue();
    }

    @Test
    void theBeanDecidesOnTlsAndTcpKeepAliveUnlessTheAttributesDo() {
        assertThat(withBean().client().servers()).containsExactly(new ServerAddress("localhost", 8883, true));
        assertThat(withBean("ssl", "false").client().servers()).containsExactly(new ServerAddress("localhost", 1883, false));
        assertThat(withBean().client().transport().tcpKeepAlive().enabled()).isTrue();
        assertThat(withBean("tcp-keep-alive", "false").client().transport().tcpKeepAlive().enabled()).isFalse();
    }

    @Test
    void attributesThatAreSetWinOverTheBean() {
        NetClientOptions options = withBean("connect-timeout-seconds", "7", "trust-all", "false").client().transport()
                .options();

        assertThat(options.getConnectTimeout()).isEqualTo(7_000);
        assertThat(options.isTrustAll()).isFalse();
    }

    @Test
    void theHostNameIsVerifiedEvenWithABeanThatSaysNothingOfIt() {
        assertThat(withBean().client().transport().options().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
        assertThat(withBean("ssl.hostname-verification-algorithm", "NONE").client().transport().options()
                .getHostnameVerificationAlgorithm()).isEmpty();
        bean.setHostnameVerificationAlgorithm("LDAPS");
        assertThat(withBean().client().transport().options().getHostnameVerificationAlgorithm()).isEqualTo("LDAPS");
    }

    @Test
    void theBeanIsCopiedAndNeverChanged() {
        String before = bean.toJson().encode();

        withBean("connect-timeout-seconds", "7").client().transport().options().setReconnectAttempts(99);

        assertThat(bean.toJson().encode()).isEqualTo(before);
    }

    @Test
    void theOldNameOfTheAttributeWorksAsAPropertyForAllChannels() {
        System.setProperty("mqtt-client-options-name", "mine");
        try {
            assertThat(TestConfiguration.incoming().optionsBean("mine", bean).client().transport().options()
                    .getConnectTimeout()).isEqualTo(1234);
        } finally {
            System.clearProperty("mqtt-client-options-name");
        }
    }

    @Test
    void aCustomizerHasTheLastWord() {
        ConnectionConfiguration connection = TestConfiguration.incoming("connect-timeout-seconds", "7").readIncoming()
                .connection();
        UnaryOperator<NetClientOptions> customizer = options -> {
            assertThat(options.getConnectTimeout()).isEqualTo(7_000);
            return options.setConnectTimeout(9);
        };

        assertThat(new ClientSettingsFactory(TestConfiguration.incoming()).options(connection, customizer)
                .getConnectTimeout()).isEqualTo(9);
    }

    @Test
    void aTlsConfigurationByNameSwitchesTlsOn() {
        TestConfiguration named = TestConfiguration.incoming("tls-configuration-name", "mine").withCustomizer();

        assertThat(named.client().servers()).containsExactly(new ServerAddress("localhost", 8883, true));
        assertThat(named.readIncoming().connection().settings().asRead()).containsEntry("tls-configuration-name", "mine");
    }
}
