package io.quarkiverse.mqttx.connector.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.CorrelationId;
import io.quarkiverse.mqttx.spi.CorrelationIdHandler;

class CorrelationIdTest {

    @Test
    void isItsBytes() {
        assertThat(CorrelationId.of(new byte[] { 1, 2 })).isEqualTo(CorrelationId.of(new byte[] { 1, 2 }))
                .hasSameHashCodeAs(CorrelationId.of(new byte[] { 1, 2 }))
                .isNotEqualTo(CorrelationId.of(new byte[] { 2, 1 }));
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeOf() {
        byte[] bytes = { 1 };
        CorrelationId id = CorrelationId.of(bytes);
        bytes[0] = 2;
        id.toBytes()[0] = 3;

        assertThat(id.toBytes()).containsExactly(1);
    }

    @Test
    void printsAsTextWhereItIsText() {
        assertThat(CorrelationId.of("order 7")).hasToString("order 7");
        assertThat(CorrelationId.of(new byte[] { 0, 1 })).hasToString("AAE");
    }

    @Test
    void hasAtLeastOneByteAndAtMost1024() {
        assertThatIllegalArgumentException().isThrownBy(() -> CorrelationId.of("")).withMessageContaining("0 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> CorrelationId.of(new byte[1025]))
                .withMessageContaining("1025 bytes");
    }

    @Test
    void differsForEachRequest() {
        CorrelationIdHandler handler = RequestEmitter.randomIds();

        assertThat(Stream.generate(() -> handler.generate(Message.of("x"))).limit(1000)).doesNotHaveDuplicates();
    }
}
