package io.quarkiverse.mqttx.connector.incoming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.model.Rejection;

class BroadcastDeliveryTest {

    private final BroadcastDelivery delivery = new BroadcastDelivery(3);

    @Test
    void isThroughWithItsLastConsumerWhateverTheySay() {
        assertThat(delivery.answered(null)).isFalse();
        assertThat(delivery.leftUnacked(false)).isFalse();
        assertThat(delivery.answered(null)).isTrue();
    }

    @Test
    void theFirstRejectionIsWhatTheBrokerIsTold() {
        Rejection first = new Rejection(0x80, "first");
        delivery.answered(first);
        delivery.answered(new Rejection(0x83, "second"));
        delivery.answered(null);
        assertThat(delivery.rejection()).isSameAs(first);
    }

    @Test
    void whatOneWantsAgainComesAgainWhateverTheOthersSay() {
        delivery.answered(null);
        delivery.leftUnacked(true);
        delivery.leftUnacked(false);
        assertThat(delivery.isLeftUnacked()).isTrue();
        assertThat(delivery.isWantedAgain()).isTrue();
    }
}
