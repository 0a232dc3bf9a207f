package io.quarkiverse.mqttx.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.testing.ReducedClassPath;

/** An application on a class path without the library of SCRAM. */
@Tag("slow")
class MissingScramTest {

    private static final String[] SCRAM = { "scram-client", "scram-common", "saslprep", "stringprep" };

    @Test
    void theStartSaysWhatToAddWhenScramIsAskedFor() throws Exception {
        assertThat(ReducedClassPath.run(AsksForScram.class, SCRAM)).contains("connector 'smallrye-mqtt-x'",
                "'authentication'", "'SCRAM-SHA-256'", "com.ongres.scram:scram-client", "add it to the dependencies");
    }

    @Test
    void anApplicationThatDoesNotAskForItStarts() throws Exception {
        assertThat(ReducedClassPath.run(DoesWithout.class, SCRAM)).isEqualTo("started");
    }

    @Test
    void nothingIsMissedWhereItIsThere() throws Exception {
        assertThat(ReducedClassPath.run(AsksForScram.class)).isEqualTo("started");
    }

    /** Says how it went as its text, since the test knows it from another class loader. */
    private static String start(boolean scram) {
        TestApplication application = new TestApplication("localhost", 1).beans(EnhancedAuthenticationTest.Producer.class)
                .outgoing("out").connector("auto-reconnect", "false");
        if (scram) {
            application.connector("authentication", "SCRAM-SHA-256").connector("username", "ann")
                    .connector("password", "pencil");
        }
        try {
            application.start().close();
            return "started";
        } catch (Exception e) {
            return e.toString();
        }
    }

    public static class AsksForScram {

        @Override
        public String toString() {
            return start(true);
        }
    }

    public static class DoesWithout {

        @Override
        public String toString() {
            return start(false);
        }
    }
}
