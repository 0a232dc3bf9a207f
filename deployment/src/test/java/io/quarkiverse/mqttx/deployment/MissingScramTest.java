package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The build of an application without the library of SCRAM says what to add. */
@Tag("slow")
class MissingScramTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(House.class).addAsResource(new StringAsset("""
                    quarkus.class-loading.removed-artifacts=com.ongres.scram:scram-client,com.ongres.scram:scram-common
                    quarkus.mqtt-x.devservices.enabled=false
                    mp.messaging.incoming.rooms.authentication=SCRAM-SHA-256
                    mp.messaging.incoming.rooms.username=house
                    mp.messaging.incoming.rooms.password=hunter2
                    """), "application.properties"))
            .assertException(failure -> assertThat(failure).hasMessageContainingAll("channel 'rooms'",
                    "'authentication'", "'SCRAM-SHA-256'", "com.ongres.scram:scram-client", "add it to the dependencies"));

    @ApplicationScoped
    static class House {

        @Incoming("rooms")
        void rooms(String room) {
        }
    }

    @Test
    void theBuildFails() {
        fail("it was built");
    }
}
