package io.quarkiverse.mqttx.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;

@Tag("broker")
class LeakCheckTest {

    private final Leaks leaks = new Leaks();
    private final ResourceLeakDetector<ByteBuf> detector = leaks.detector(ByteBuf.class, 1);

    @Test
    void theTestsOfThisModuleRunAtParanoid() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void aBufferThatIsLostFailsTheRunWithItsStack() throws Exception {
        loseABuffer();

        collect();

        assertThatThrownBy(leaks::verify).isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 leaked").hasMessageContaining("ByteBuf was not released")
                .hasMessageContaining("LeakCheckTest.loseABuffer");
    }

    @Test
    void aBufferThatIsReleasedDoesNot() throws Exception {
        ByteBuf buffer = Unpooled.buffer(1);
        detector.track(buffer).close(buffer);
        buffer.release();
        collect();

        assertThatCode(leaks::verify).doesNotThrowAnyException();
    }

    @Test
    void onlyWhereABufferWasMadeCanOneBeLost() {
        assertThat(leaks.haveWatched()).isFalse();

        loseABuffer();
        assertThat(leaks.haveWatched()).isTrue();

        leaks.verify();
        assertThat(leaks.haveWatched()).isFalse();
    }

    @Test
    void leaksOfOtherLibrariesAreToldApartByTheirStacks() {
        String artemis = "\nCreated at:\n\tio.netty.buffer.X.y(X.java:1)\n\torg.apache.activemq.artemis.Z.start(Z.java:2)";
        String started = artemis + "\n\tio.quarkiverse.mqttx.testing.ArtemisBroker.start(ArtemisBroker.java:3)";
        String ours = artemis + "\n\tio.quarkiverse.mqttx.transport.PacketWriter.write(PacketWriter.java:4)";

        assertThat(new Leak("ByteBuf", artemis).isOfAnotherLibrary()).isTrue();
        assertThat(new Leak("ByteBuf", started).isOfAnotherLibrary()).isTrue();
        assertThat(new Leak("ByteBuf", ours).isOfAnotherLibrary()).isFalse();
        assertThat(new Leak("ByteBuf", "").isOfAnotherLibrary()).isFalse();
    }

    private void loseABuffer() {
        ByteBuf buffer = Unpooled.buffer(1);
        ResourceLeakTracker<ByteBuf> tracker = detector.track(buffer);
        tracker.record("lost on purpose");
    }

    /** As {@link Leaks#collect()}, and for the detector of this test. */
    private void collect() throws InterruptedException {
        Leaks.collect();
        ByteBuf buffer = Unpooled.buffer(1);
        detector.track(buffer).close(buffer);
        buffer.release();
    }
}
