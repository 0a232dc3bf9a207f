package io.quarkiverse.mqttx.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import com.sun.management.ThreadMXBean;

import io.quarkiverse.mqttx.client.RecordingRoute;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.topic.TopicFilter;

class IdentifiedRoutesTest {

    private final IdentifiedRoutes routes = new IdentifiedRoutes();
    private final Route one = RecordingRoute.manual();
    private final Route two = RecordingRoute.manual();

    private static Properties identifiers(int... identifiers) {
        Properties.Builder properties = Properties.builder().add(Property.CONTENT_TYPE, "text/plain");
        for (int identifier : identifiers) {
            properties.add(Property.SUBSCRIPTION_IDENTIFIER, identifier);
        }
        return properties.build();
    }

    private List<Route> recipients(int... identifiers) {
        return routes.recipients(identifiers(identifiers));
    }

    @Test
    void eachIdentifierLeadsToWhomItsFilterBelongs() {
        routes.add(TopicFilter.of("a/#"), one);
        routes.subscribed("a/#", 1);
        routes.subscribed("a/+", 2);
        routes.add(TopicFilter.of("a/+"), two);
        assertThat(recipients(1)).containsExactly(one);
        assertThat(recipients(2)).containsExactly(two);
    }

    @Test
    void oneCopyForSeveralSubscriptionsLeadsToAllOfThemOnce() {
        Route three = RecordingRoute.manual();
        routes.add(TopicFilter.of("a/#"), one);
        routes.add(TopicFilter.of("a/#"), two);
        routes.add(TopicFilter.of("a/+"), two);
        routes.add(TopicFilter.of("#"), three);
        routes.subscribed("a/#", 1);
        routes.subscribed("a/+", 2);
        routes.subscribed("#", 3);
        assertThat(recipients(1, 2, 3)).containsExactly(one, two, three);
        assertThat(recipients(2, 1)).containsExactly(two, one);
        assertThat(recipients(3)).containsExactly(three);
    }

    @Test
    void withoutIdentifiersAndWithThoseOfAnEarlierProcessTheTopicDecides() {
        routes.add(TopicFilter.of("a"), one);
        routes.subscribed("a", 100);
        assertThat(recipients()).isNull();
        assertThat(recipients(99)).isNull();
        assertThat(recipients(101)).isNull();
        assertThat(recipients(100, 5)).isNull();
    }

    @Test
    void whatStillComesForAFilterThatIsNotWantedAnyMoreIsForThoseWhoHaveNotGone() {
        routes.add(TopicFilter.of("a"), one);
        routes.add(TopicFilter.of("+"), two);
        routes.subscribed("a", 1);
        routes.subscribed("+", 2);
        routes.unsubscribed("a");
        assertThat(recipients(1)).containsExactly(one);
        routes.remove(TopicFilter.of("a"), one);
        assertThat(recipients(1)).isEmpty();
        assertThat(recipients(1, 2)).containsExactly(two);
        routes.add(TopicFilter.of("a"), one);
        assertThat(recipients(1)).isEmpty();
        routes.subscribed("a", 3);
        assertThat(recipients(1)).isEmpty();
        assertThat(recipients(3)).containsExactly(one);
    }

    @Test
    void aFilterThatIsWantedAgainUnderAnotherIdentifierHasThatAlone() {
        routes.add(TopicFilter.of("a"), one);
        routes.subscribed("a", 1);
        routes.unsubscribed("a");
        routes.subscribed("a", 2);
        assertThat(recipients(1)).isEmpty();
        assertThat(recipients(2)).containsExactly(one);
    }

    @Test
    void aFilterWhoseRecipientHasGoneIsForNobodyElse() {
        routes.add(TopicFilter.of("a"), one);
        routes.subscribed("a", 1);
        routes.remove(TopicFilter.of("a"), one);
        assertThat(recipients(1)).isEmpty();
    }

    @Test
    void aFilterThatNobodyHasRegisteredLeavesItToTheTopic() {
        routes.subscribed("a", 1);
        assertThat(recipients(1)).isNull();
    }

    @Test
    void aSecondSubscriptionToAFilterChangesNothing() {
        routes.add(TopicFilter.of("a"), one);
        routes.subscribed("a", 1);
        routes.subscribed("a", 1);
        assertThat(recipients(1)).containsExactly(one);
        assertThat(new IdentifiedRoutes().recipients(Properties.EMPTY)).isNull();
    }

    @Test
    void findingTheRecipientsOfAMessageAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        routes.add(TopicFilter.of("a/#"), one);
        routes.add(TopicFilter.of("a/+"), two);
        routes.subscribed("a/#", 1_000_000);
        routes.subscribed("a/+", 1_000_001);
        Properties first = identifiers(1_000_000);
        Properties both = identifiers(1_000_000, 1_000_001);
        assertThat(routes.recipients(both)).containsExactly(one, two);
        long before = threads.getCurrentThreadAllocatedBytes();
        int found = 0;
        for (int i = 0; i < 10_000; i++) {
            found += routes.recipients(first).size() + routes.recipients(both).size();
        }
        // the measurement itself may allocate
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_600);
        assertThat(found).isEqualTo(30_000);
    }

    @Test
    void findsEachOfManyThatComeAndGo() {
        Random random = new Random(3);
        Map<Integer, Route> expected = new HashMap<>();
        List<Integer> wanted = new ArrayList<>();
        for (int identifier = 1; identifier < 5_000; identifier++) {
            Route route = RecordingRoute.manual();
            routes.add(TopicFilter.of("t/" + identifier), route);
            routes.subscribed("t/" + identifier, identifier);
            expected.put(identifier, route);
            wanted.add(identifier);
            if (random.nextInt(3) > 0 && wanted.size() > 5) {
                int gone = wanted.remove(random.nextInt(wanted.size()));
                routes.remove(TopicFilter.of("t/" + gone), expected.remove(gone));
                routes.unsubscribed("t/" + gone);
                assertThat(recipients(gone)).isEmpty();
            }
        }
        expected.forEach((identifier, route) -> assertThat(recipients(identifier)).containsExactly(route));
    }
}
