package io.quarkiverse.mqttx.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.Direction;
import io.quarkiverse.mqttx.testing.Packets;

@Tag("soak")
class WireMonitorTest {

    private static final byte[] CONNECT = Packets.packet(0x10,
            new byte[] { 0, 4, 'M', 'Q', 'T', 'T', 5, 0, 0, 2, 0, 0, 1, 'x' });

    private final WireMonitor wire = new WireMonitor();

    @BeforeEach
    void connect() {
        connect(1, false);
    }

    @Test
    void aRetransmissionIsNoOtherMessage() {
        fromConnector(1, publish(Flow.OUT2, 0, 7));
        fromBroker(1, publish(Flow.IN2, 0, 9));
        connect(2, true);
        fromConnector(2, publish(Flow.OUT2, 0, 7));
        fromBroker(2, publish(Flow.IN2, 0, 9));
        fromConnector(2, Packets.pubRec(9));

        assertThat(wire.violations()).isEmpty();
        assertThat(wire.byConnector().begun(Flow.OUT2, 0)).isOne();
        assertThat(wire.byBroker().begun(Flow.IN2, 0)).isOne();
        assertThat(wire.byBroker().all(Flow.IN2, 0)).isEqualTo(2);
        assertThat(wire.byBroker().wasAnswered(Flow.IN2, 0)).isTrue();
        assertThat(wire.passedOver()).isEmpty();
    }

    @Test
    void theConnectorMustNotPublishAnew() {
        fromConnector(1, publish(Flow.OUT2, 0, 7));
        connect(2, true);
        fromConnector(2, publish(Flow.OUT2, 0, 8));

        assertThat(wire.violations()).singleElement().asString().contains("OUT2, number=0] anew");
    }

    @Test
    void theConnectorMustNotPublishAfterPubRel() {
        fromConnector(1, publish(Flow.OUT2, 0, 7), Packets.pubRel(7));
        connect(2, true);
        fromConnector(2, publish(Flow.OUT2, 0, 7));

        assertThat(wire.violations()).singleElement().asString().contains("anew");
    }

    @Test
    void theConnectorMustKeepItsOrder() {
        fromConnector(1, publish(Flow.OUT1, 1, 7), publish(Flow.OUT1, 0, 8));

        assertThat(wire.violations()).singleElement().asString().contains("OUT1, number=0] after a later one");
    }

    @Test
    void theConnectorMustAnswerInTurn() {
        fromBroker(1, publish(Flow.IN1, 0, 3), publish(Flow.IN1, 1, 4), publish(Flow.IN2, 0, 5));
        fromConnector(1, Packets.pubRec(5), Packets.pubAck(4));

        assertThat(wire.violations()).singleElement().asString()
                .contains("has answered packet 4 of QoS 1 where it was the turn of 3");
    }

    @Test
    void whatTheBrokerSendsUnderAnotherIdentifierIsAnotherMessage() {
        fromBroker(1, publish(Flow.IN2, 0, 3));
        connect(2, true);
        fromBroker(2, publish(Flow.IN2, 0, 4));

        assertThat(wire.byBroker().begun(Flow.IN2, 0)).isEqualTo(2);
        assertThat(wire.violations()).isEmpty();
    }

    @Test
    void whatTheBrokerPassesOverIsNoted() {
        fromBroker(1, publish(Flow.IN1, 0, 3));
        connect(2, true);
        fromBroker(2, publish(Flow.IN1, 1, 4));

        assertThat(wire.passedOver()).containsExactly(new NumberedPayload(Flow.IN1, 0));
        assertThat(wire.unanswered()).isOne();
    }

    @Test
    void whatTheBrokerPassesOverIsNotedHoweverMuchIsUnderWay() {
        for (int number = 0; number <= 5_000; number++) {
            fromBroker(1, publish(Flow.IN2, number, number + 1));
        }
        connect(2, true);
        fromBroker(2, publish(Flow.IN2, 5_000, 5_001));

        assertThat(wire.passedOver()).hasSize(5_000).contains(new NumberedPayload(Flow.IN2, 0));
    }

    @Test
    void bytesComeAsTheyComeAndThoseOfAnEarlierConnectionAreNoMatter() {
        connect(2, true);
        for (byte each : publish(Flow.OUT1, 49, 7)) {
            wire.bytes(2, Direction.TO_BROKER, new byte[] { each });
        }
        fromConnector(1, publish(Flow.OUT1, 49, 8));

        assertThat(wire.byConnector().all(Flow.OUT1, 49)).isOne();
        assertThat(wire.violations()).isEmpty();
        assertThat(wire.connected()).isEqualTo(2);
        assertThat(wire.newSessions()).isOne();
    }

    private void connect(int connection, boolean sessionPresent) {
        fromConnector(connection, CONNECT);
        fromBroker(connection, Packets.connAck(ProtocolVersion.V5, sessionPresent, 0));
    }

    private void fromConnector(int connection, byte[]... packets) {
        wire.bytes(connection, Direction.TO_BROKER, together(packets));
    }

    private void fromBroker(int connection, byte[]... packets) {
        wire.bytes(connection, Direction.TO_CLIENT, together(packets));
    }

    private static byte[] together(byte[]... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }

    private static byte[] publish(Flow flow, int number, int packetId) {
        return Packets.publish(ProtocolVersion.V5, flow.label(), flow.qos, packetId, new NumberedPayload(flow, number).bytes());
    }
}
