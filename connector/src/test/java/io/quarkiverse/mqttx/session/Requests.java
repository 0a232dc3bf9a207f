package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.Subscription;

/** All that an application can ask of a session, for tests of when nothing of it may go out. */
final class Requests {

    private static final SubscriptionListener NOBODY = new SubscriptionListener() {
        @Override
        public void granted(int qos) {
        }

        @Override
        public void refused(int reasonCode, String reason) {
        }
    };

    private static final PingCompletion NO_PING = new PingCompletion() {
        @Override
        public void answered() {
        }

        @Override
        public void lost() {
        }
    };

    private Requests() {
    }

    static void subscribe(SessionHarness session, String filter) {
        session.session.subscribe(Subscription.of(filter, 1), NOBODY, session.now);
    }

    static void unsubscribe(SessionHarness session, String filter) {
        session.session.unsubscribe(filter, refusal -> {
        }, session.now);
    }

    static void ping(SessionHarness session) {
        session.session.ping(NO_PING, session.now);
    }

    /** @param name of the messages and filters */
    static void everything(SessionHarness session, String name) {
        session.publish(name, 0);
        session.publish(name, 1);
        session.publish(name, 2);
        subscribe(session, name);
        unsubscribe(session, "not " + name);
        ping(session);
        session.session.reauthenticate(new byte[1], session.now);
        session.delivered.forEach(message -> session.session.inbound().acknowledge(message, session.now));
    }
}
