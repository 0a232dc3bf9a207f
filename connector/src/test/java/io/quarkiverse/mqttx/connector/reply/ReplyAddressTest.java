package io.quarkiverse.mqttx.connector.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** How a request says where to reply, and how a replier reads it. */
class ReplyAddressTest {

    private static final CorrelationId ID = CorrelationId.of(new byte[] { 1, 2, 3 });

    @Test
    void bothSidesUnderstandEachOtherByProperties() {
        RequestAddress request = new RequestAddress("reply/c/ch", ID, false);
        Publish packet = packet(request.topic("sum"), request.properties(Properties.EMPTY));
        assertThat(packet.topic()).isEqualTo("sum");

        Publish reply = reply(packet);
        assertThat(reply.topic()).isEqualTo("reply/c/ch");
        assertThat(RequestAddress.correlationId("reply/c/ch", reply)).isEqualTo(ID);
    }

    @Test
    void bothSidesUnderstandEachOtherByTheTopicAlone() {
        RequestAddress request = new RequestAddress("reply/c/ch", ID, true);
        Publish packet = packet(request.topic("sum"), Properties.EMPTY);
        assertThat(packet.topic()).isEqualTo("sum/reply-to/reply/c/ch/AQID");

        Publish reply = reply(packet);
        assertThat(reply.topic()).isEqualTo("reply/c/ch/AQID");
        assertThat(RequestAddress.correlationId("reply/c/ch", reply)).isEqualTo(ID);
    }

    @Test
    void propertiesCountBeforeTheTopic() {
        Properties properties = Properties.builder().add(Property.RESPONSE_TOPIC, "b").build();

        assertThat(of(packet("sum/reply-to/a", properties))).hasValueSatisfying(to -> assertThat(to.topic()).isEqualTo("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "sum", "reply-to/a", "sum/reply-to", "sum/reply-to/", "sum/not-reply-to/a" })
    void isNoneWhereTheTopicDoesNotSayIt(String topic) {
        assertThat(of(packet(topic, Properties.EMPTY))).isEmpty();
    }

    @Test
    void aReplyWithoutAnIdBelongsToNoRequest() {
        assertThat(RequestAddress.correlationId("reply/c/ch", packet("reply/c/ch", Properties.EMPTY))).isNull();
    }

    @Test
    void anIdGoesThroughALevelOfATopicWhateverItsBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        CorrelationId id = CorrelationId.of(all);
        Publish reply = reply(packet(new RequestAddress("reply/c/ch", id, true).topic("sum"), Properties.EMPTY));

        assertThat(reply.topic()).matches("reply/c/ch/[A-Za-z0-9_-]+");
        assertThat(RequestAddress.correlationId("reply/c/ch", reply)).isEqualTo(id);
    }

    @Test
    void aLevelThatStandsForNoIdBelongsToNoRequest() {
        assertThat(RequestAddress.correlationId("reply/c/ch", packet("reply/c/ch/a/b", Properties.EMPTY))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1025 })
    void correlationDataThatNoRequestHasBelongsToNone(int length) {
        Properties properties = Properties.builder().add(Property.CORRELATION_DATA, new byte[length]).build();

        assertThat(RequestAddress.correlationId("reply/c/ch", packet("reply/c/ch", properties))).isNull();
    }

    @Test
    void theApplicationMustLeaveBothPropertiesToTheChannel() {
        RequestAddress request = new RequestAddress("reply/c/ch", ID, false);
        Properties own = Properties.builder().add(Property.CORRELATION_DATA, new byte[] { 9 }).build();

        assertThatIllegalArgumentException().isThrownBy(() -> request.properties(own));
    }

    private static Publish packet(String topic, Properties properties) {
        return new Publish(topic, new byte[0], 1, false, false, 1, properties);
    }

    private static Optional<ReplyAddress> of(Publish request) {
        return ReplyAddress.of(Metadatas.incoming("in", request));
    }

    private static Publish reply(Publish request) {
        ReplyAddress to = of(request).orElseThrow();
        return packet(to.topic(), to.properties(Properties.EMPTY));
    }
}
