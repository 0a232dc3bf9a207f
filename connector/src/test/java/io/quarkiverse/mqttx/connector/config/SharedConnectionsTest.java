package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.source.ChannelAttributes;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.smallrye.config.SmallRyeConfigBuilder;

class SharedConnectionsTest {

    @Test
    void channelsWithTheSameSettingsShareAConnection() {
        assertThat(shared(TestConfiguration.incoming("host", "a", "topic", "x", "buffer-size", "5")
                .outgoingChannel("out", "host", "a", "retain", "true", "max-inflight-queue", "9"))).isTrue();
    }

    @Test
    void itDoesNotMatterInWhichWayTheSameIsSaid() {
        assertThat(shared(TestConfiguration.incoming("servers", "mqtts://a", "version", "4", "auto-keep-alive", "true")
                .outgoingChannel("out", "host", "a", "ssl", "true", "version", "3.1.1"))).isTrue();
        assertThat(shared(TestConfiguration.incoming("will-qos", "2", "will-topic", "gone", "will-flag", "false")
                .outgoingChannel("out"))).isTrue();
    }

    @Test
    void channelsWithOtherSettingsDoNot() {
        assertThat(shared(TestConfiguration.incoming("host", "a").outgoingChannel("out", "host", "b"))).isFalse();
        assertThat(shared(TestConfiguration.incoming("username", "a").outgoingChannel("out", "username", "b"))).isFalse();
        assertThat(shared(TestConfiguration.incoming("client-id", "a").outgoingChannel("out", "client-id", "b"))).isFalse();
        assertThat(shared(TestConfiguration.incoming("keep-alive-seconds", "9").outgoingChannel("out"))).isFalse();
        assertThat(shared(TestConfiguration.incoming("will-topic", "gone").outgoingChannel("out"))).isFalse();
    }

    @Test
    void allowingControlCharactersMakesADifferenceThoughTheChannelAsksForItToo() {
        assertThat(shared(TestConfiguration.incoming().outgoingChannel("out", "allow-control-characters", "true"))).isFalse();
    }

    @Test
    void aStoreMakesADifferenceThoughTheChannelAsksForItToo() {
        assertThat(TestConfiguration.outgoing("client-id", "me", "auto-clean-session", "false").outgoingChannel("safe",
                "client-id", "me", "auto-clean-session", "false", "ack-strategy", "on-store", "session-store", "file")
                .problems()).singleElement().asString().contains("differ in session-store (memory and file)");
    }

    @Test
    void theAttributesOfConnectionsAreAllThatTheReadingOfOneAsksFor() {
        ChannelAttributes config = new ChannelAttributes(true,
                MessagingProperties.of(new SmallRyeConfigBuilder().build(), Set.of()), Attributes.CONNECTOR, "in");

        new ConnectionReader(config, new AttributeReader(config, new ConfigurationProblems()), new TestConfiguration(), null)
                .read(1);

        assertThat(config.asked()).containsExactlyInAnyOrderElementsOf(Attributes.ofConnections());
    }

    private static boolean shared(TestConfiguration configuration) {
        List<ConnectionConfiguration> connections = configuration.read().channels().<ConnectionConfiguration> map(
                ChannelConfiguration::connection).toList();
        assertThat(connections).hasSize(2);
        return connections.get(0).canShareWith(connections.get(1));
    }

    @Test
    void theSameClientWithOtherSettingsIsRefusedWithBothChannelsAndTheDifferences() {
        TestConfiguration configuration = TestConfiguration.incoming("client-id", "me", "keep-alive-seconds", "5",
                "username", "ann", "password", "hunter2")
                .outgoingChannel("out", "client-id", "me", "username", "ann", "password", "swordfish");

        assertThat(configuration.problems()).containsExactly("channel 'in' and 'out', attribute 'client-id', value 'me': a"
                + " broker lets a client connect once, but the channels differ in keep-alive-seconds (5 and 60), password;"
                + " give them the"
                + " same values, or client ids of their own");
    }

    @Test
    void theSameClientAtOneOfSeveralBrokersIsRefused() {
        assertThat(TestConfiguration.incoming("client-id", "me", "servers", "mqtt://a,mqtt://b")
                .outgoingChannel("out", "client-id", "me", "host", "b").problems()).singleElement().asString()
                .contains("differ in servers");
    }

    @Test
    void theSameClientIdAtAnotherBrokerIsAnotherClient() {
        assertThat(shared(TestConfiguration.incoming("client-id", "me", "host", "a")
                .outgoingChannel("out", "client-id", "me", "host", "b"))).isFalse();
    }

    @Test
    void aGeneratedClientIdIsOfAnotherClientEachTime() {
        TestConfiguration configuration = TestConfiguration.incoming();

        assertThat(configuration.client().session().clientId()).isNotEqualTo(configuration.client().session().clientId());
    }
}
