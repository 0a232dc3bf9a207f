package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.connector.config.model.OutgoingAckStrategy;
import io.quarkiverse.mqttx.connector.config.model.StoreConfiguration;

class SessionStoreReaderTest {

    private static final String IN = "channel 'in', attribute ";

    @Test
    void aSessionIsKeptInMemoryUnlessSaidOtherwise() {
        assertThat(TestConfiguration.incoming().client().keeping()).isNull();
    }

    @Test
    void theStoreIsPartOfTheConnection() {
        StoreConfiguration store = TestConfiguration.incoming("session-store", "disk", "client-id", "me",
                "auto-clean-session", "false", "session-store-path", "/var/lib/app")
                .readIncoming().connection().settings().store();

        assertThat(store).isEqualTo(new StoreConfiguration("disk", Path.of("/var/lib/app")));
        assertThat(TestConfiguration.incoming("session-store", "file", "client-id", "me", "auto-clean-session", "false")
                .readIncoming().connection().settings().store())
                .isEqualTo(new StoreConfiguration("file", Path.of("mqtt-sessions")));
    }

    @Test
    void aStoreIsForAClientIdOfItsOwnAndASessionThatTheBrokerKeeps() {
        assertThat(TestConfiguration.incoming("session-store", "file").problems()).containsExactlyInAnyOrder(
                IN + "'session-store', value 'file': a session that is kept here has to be kept by the broker too; set"
                        + " auto-clean-session=false",
                IN + "'client-id': set it, because session-store=file finds the session of the earlier process by it");
        assertThat(TestConfiguration.incoming("session-store", "file", "client-id", "me", "auto-clean-session", "false",
                "session-expiry-seconds", "0").problems()).containsExactly(
                        IN + "'session-store', value 'file': a session that is kept here has to be kept by the broker too; set"
                                + " session-expiry-seconds to longer than the application may be away, or leave it out");
    }

    @Test
    void aStoreMustBeThere() {
        assertThat(TestConfiguration.incoming("session-store", "redis", "client-id", "me", "auto-clean-session", "false")
                .problems()).containsExactlyInAnyOrder(
                        IN + "'session-store', value 'redis': use one of disk, file, memory, or add a bean of type"
                                + " SessionStore.Factory with @Identifier(\"redis\")");
    }

    @Test
    void whatIsToBeAckedWhenItIsStoredNeedsAStore() {
        assertThat(TestConfiguration.outgoing().readOutgoing().settings().ackStrategy())
                .isEqualTo(OutgoingAckStrategy.ON_DELIVERY);
        assertThat(TestConfiguration.outgoing("ack-strategy", "on-store").problems()).containsExactly(
                "channel 'out', attribute 'ack-strategy', value 'on-store': there is no store that outlives the process; set"
                        + " session-store=file, or use on-delivery");
        assertThat(TestConfiguration.outgoing("ack-strategy", "on-completion").problems()).containsExactly(
                "channel 'out', attribute 'ack-strategy', value 'on-completion': use one of on-delivery, on-store");
        assertThat(TestConfiguration.outgoing("ack-strategy", "on-store", "session-store", "file", "client-id", "me",
                "auto-clean-session", "false").readOutgoing().settings().ackStrategy())
                .isEqualTo(OutgoingAckStrategy.ON_STORE);
    }
}
