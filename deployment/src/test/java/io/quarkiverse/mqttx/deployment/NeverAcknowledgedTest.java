package io.quarkiverse.mqttx.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment.Strategy;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;

/** The build says what it means where a method acknowledges nothing, and only there. */
@Tag("slow")
class NeverAcknowledgedTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(Plant.class))
            .overrideConfigKey("mp.messaging.incoming.orders.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.taken.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.taken.ack-strategy", "on-receipt")
            .overrideConfigKey("mp.messaging.incoming.early.qos", "1")
            .overrideConfigKey("mp.messaging.incoming.open.qos", "${QOS_OF_OPEN:1}")
            .overrideConfigKey("mp.messaging.incoming.positions.concurrency-key", "topic")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.mqttx")
                    && record.getLevel().intValue() >= Level.WARNING.intValue());

    @ProdBuildResults
    private ProdModeTestResults build;

    @Test
    void theBuildWarnsWhereSomethingWaitsForTheAcknowledgements() {
        String plant = Plant.class.getName();
        assertThat(build.getRetainedBuildLogRecords()).extracting(TEXT::format).containsExactlyInAnyOrder(
                "channel 'orders': " + plant
                        + "#order has @Acknowledgment(NONE), so the broker gets no acknowledgement and sends"
                        + " nothing more after receive-maximum messages, to no channel of the connection; leave the annotation"
                        + " out, or set ack-strategy=on-receipt or qos=0, unless the method acknowledges each message itself",
                "channel 'positions': " + plant + "#position has @Acknowledgment(NONE), so no second message with the same"
                        + " concurrency-key is ever handed over; leave one of the two out, unless the method acknowledges each"
                        + " message itself");
    }

    static class Plant {

        @Incoming("orders")
        @Acknowledgment(Strategy.NONE)
        void order(String order) {
        }

        @Incoming("taken")
        @Acknowledgment(Strategy.NONE)
        void take(String order) {
        }

        @Incoming("early")
        @Acknowledgment(Strategy.PRE_PROCESSING)
        void early(String order) {
        }

        @Incoming("open")
        @Acknowledgment(Strategy.NONE)
        void open(String order) {
        }

        @Incoming("readings")
        @Acknowledgment(Strategy.NONE)
        void read(String reading) {
        }

        @Incoming("positions")
        @Acknowledgment(Strategy.NONE)
        void position(String position) {
        }
    }
}
