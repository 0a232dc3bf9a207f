package io.quarkiverse.mqttx.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.topic.TopicFilter;

class RoutePlanTest {

    private static final List<TopicFilter> A = List.of(TopicFilter.of("a/+"), TopicFilter.of("a/b/#"));
    private static final List<TopicFilter> B = List.of(TopicFilter.of("b"));

    private final RoutePlan plan = new RoutePlan(List.of(A, B));

    @Test
    void aRecipientTakesThePlaceWithItsFilters() {
        Route route = new Recipient();

        assertThat(plan.take(A, route)).isTrue();

        assertThat(plan.tree().match("a/x")).containsExactly(route);
        assertThat(plan.tree().match("a/b/c")).containsExactly(route);
        assertThat(plan.taken()).isEqualTo(1);
    }

    @Test
    void aPlaceIsTakenOnce() {
        assertThat(plan.take(B, new Recipient())).isTrue();
        assertThat(plan.take(B, new Recipient())).isFalse();
    }

    @Test
    void channelsWithTheSameFiltersHaveAPlaceEach() {
        RoutePlan twice = new RoutePlan(List.of(B, B));
        Route one = new Recipient();
        Route other = new Recipient();

        assertThat(twice.take(B, one)).isTrue();
        assertThat(twice.take(B, other)).isTrue();
        assertThat(twice.tree().match("b")).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void otherFiltersFindNoPlace() {
        assertThat(plan.take(List.of(TopicFilter.of("a/+")), new Recipient())).isFalse();
        assertThat(plan.taken()).isZero();
    }

    @Test
    void whatNobodyHasTakenGoes() {
        Route route = new Recipient();
        plan.take(B, route);

        plan.close();

        assertThat(plan.tree().match("a/x")).isEmpty();
        assertThat(plan.tree().match("b")).containsExactly(route);
        assertThat(plan.tree().remove(route)).isTrue();
        assertThat(plan.tree().isEmpty()).isTrue();
    }

    private static final class Recipient implements Route {

        @Override
        public void deliver(InboundMessage message) {
            // only told apart
        }

        @Override
        public void failed(Throwable cause) {
            // only told apart
        }
    }
}
