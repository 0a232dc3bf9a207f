package io.quarkiverse.mqttx.client.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.SubscriptionListener;

class SubscriptionMergerTest {

    private final SubscriptionMerger subscriptions = new SubscriptionMerger();
    private final List<String> heard = new ArrayList<>();
    private final SubscriptionListener one = listener("one");
    private final SubscriptionListener two = listener("two");

    private SubscriptionListener listener(String name) {
        return new SubscriptionListener() {
            @Override
            public void granted(int qos) {
                heard.add(name + " granted " + qos);
            }

            @Override
            public void refused(int reasonCode, String reason) {
                heard.add(name + " refused " + reason);
            }
        };
    }

    @Test
    void asksForTheWidestOfWhatItsUsersWantInWhicheverOrderTheyCome() {
        Subscription narrow = new Subscription("t", 0, true, false, 2);
        Subscription wide = new Subscription("t", 2, false, true, 1);
        subscriptions.join(narrow, one);
        assertThat(subscriptions.join(wide, two).subscription()).isEqualTo(wide);
        subscriptions.leave("t", one);
        subscriptions.leave("t", two);
        subscriptions.join(wide, one);
        assertThat(subscriptions.join(narrow, two).subscription()).isEqualTo(wide);
        assertThat(subscriptions.join(Subscription.of("other", 1), one).subscription()).isEqualTo(Subscription.of("other", 1));
    }

    @Test
    void whoHasLeftWidensItNoLonger() {
        subscriptions.join(Subscription.of("t", 2), one);
        subscriptions.join(Subscription.of("t", 0), two);
        subscriptions.leave("t", one);
        assertThat(subscriptions.join(Subscription.of("t", 1), two).subscription().qos()).isEqualTo(1);
    }

    @Test
    void tellsTheFateToAllUsers() {
        subscriptions.join(Subscription.of("t", 1), one);
        SubscriptionMerger.Shared shared = subscriptions.join(Subscription.of("t", 1), two);
        shared.granted(1);
        shared.refused(0x87, "why");
        assertThat(heard).containsExactly("one granted 1", "two granted 1", "one refused why", "two refused why");
    }

    @Test
    void changesWhatAUserWantsThatSubscribesAgain() {
        subscriptions.join(Subscription.of("t", 2), one);
        assertThat(subscriptions.join(Subscription.of("t", 1), one).subscription().qos()).isEqualTo(1);
        assertThat(subscriptions.leave("t", one)).isTrue();
    }

    @Test
    void endsWithItsLastUser() {
        subscriptions.join(Subscription.of("t", 1), one);
        subscriptions.join(Subscription.of("t", 1), two);
        assertThat(subscriptions.leave("t", one)).isFalse();
        assertThat(subscriptions.leave("t", one)).isFalse();
        assertThat(subscriptions.leave("t", two)).isTrue();
        assertThat(subscriptions.leave("t", two)).isFalse();
        assertThat(subscriptions.isWanted("t")).isFalse();
    }
}
