package io.quarkiverse.mqttx.session.simulation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.mqttx.api.MessageDroppedException;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.InboundMessage;
import io.quarkiverse.mqttx.session.MqttSession;
import io.quarkiverse.mqttx.session.PingCompletion;
import io.quarkiverse.mqttx.session.PublishCompletion;
import io.quarkiverse.mqttx.session.SubscriptionListener;
import io.quarkiverse.mqttx.session.model.Rejection;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;

/** Publishes, subscribes, and acknowledges in any order and at any time, as applications do. */
final class ModelApplication {

    /** What the application knows of a subscription that it wants. */
    private static final class Wanted {

        private final int qos;
        /** The granted QoS; -1 before the first answer, 0x80 or above when refused. */
        private int answer = -1;

        private Wanted(int qos) {
            this.qos = qos;
        }
    }

    private static final int TOPICS = 4;

    private final World world;
    private final WireMonitor monitor;
    /** Each has topics of its own. */
    private final Publisher[] publishers;
    private final Map<String, Wanted> wanted = new TreeMap<>();
    /** By filter, of what is wanted. */
    private final Map<String, Integer> identifiers = new TreeMap<>();
    private MqttSession session;
    private Supervisor client;
    private boolean writable = true;
    private int unsubscribing;
    private int pinging;
    private int processing;

    ModelApplication(World world, WireMonitor monitor) {
        this.world = world;
        this.monitor = monitor;
        publishers = new Publisher[] { new Publisher(world, "app-0"), new Publisher(world, "app-1") };
    }

    void start(MqttSession session, Supervisor client) {
        this.session = session;
        this.client = client;
        for (int i = 0; i < TOPICS - 1; i++) {
            subscribe();
        }
        act();
    }

    private void act() {
        if (world.chaos) {
            misbehave();
            world.loop.after(world.delay(2 * world.scenario.publishEveryMillis), () -> client.whenAwake(this::act));
        }
    }

    private void misbehave() {
        int count = world.dice.chance(0.2) ? world.dice.between(2, 10) : 1;
        for (int i = 0; i < count; i++) {
            publish();
        }
        if (world.fault(world.scenario.changesSubscriptions)) {
            if (world.dice.chance(0.5)) {
                subscribe();
            } else {
                unsubscribe();
            }
        }
        if (world.fault(world.scenario.pings)) {
            ping();
        }
        if (world.fault(world.scenario.blocksSocket) && client.isOpen()) {
            setWritable(!writable);
        }
        if (world.fault(world.scenario.disconnectsItself)) {
            client.reconnects().control();
        }
        if (world.fault(world.scenario.clockJumps)) {
            client.jumpClock(world.dice.oneOf(500, 5000, 3_600_000));
        }
        if (world.fault(world.scenario.fallsAsleep)) {
            client.sleep(world.dice.oneOf(50, 2000, 20_000));
        }
    }

    // Publishing

    private void publish() {
        publish(world.dice.between(0, 2));
    }

    void publish(int qos) {
        int size = world.payloadSize();
        int topic = world.dice.below(TOPICS);
        Publish plain = Publish.of("outgoing/" + topic, Payload.of(world.ledger.nextNumber(), size), qos,
                world.scenario.retains && world.dice.chance(0.2));
        Publish publish = world.fault(world.scenario.expires) ? plain.with(Properties.builder()
                .add(Property.MESSAGE_EXPIRY_INTERVAL, world.dice.oneOf(0L, 1L, 2L, 60L)).build()) : plain;
        Publisher publisher = publishers[topic % publishers.length];
        if (!publisher.isThere()) {
            return;
        }
        Ledger.Sent entry = world.ledger.published(publish, client.now());
        world.trace.add("app", "publishes", publish.as(0, false));
        session.outbound().publish(publish, completion(entry, publisher), publisher.share, client.now());
        client.settle();
    }

    /** Of a message that an earlier process has left. */
    PublishCompletion completion(Ledger.Sent entry, String sender) {
        return completion(entry, Arrays.stream(publishers).filter(one -> one.share.name().equals(sender)).findFirst()
                .orElseThrow());
    }

    /** Each publisher comes back some time after the start of a process, and publishes nothing before. */
    void adoptsLater() {
        for (Publisher publisher : publishers) {
            publisher.leave();
            world.loop.after(world.delay(world.scenario.latencyMillis), () -> client.whenAwake(() -> {
                session.outbound().adopt(publisher.share);
                publisher.comeBack();
                client.settle();
            }));
        }
    }

    private PublishCompletion completion(Ledger.Sent entry, Publisher publisher) {
        return new PublishCompletion() {

            @Override
            public void succeeded(int packetId, int reasonCode, Properties answer) {
                world.ledger.succeeded(entry, packetId, reasonCode);
                publishFromCallback();
            }

            @Override
            public void dropped(MessageDroppedException cause) {
                world.ledger.dropped(entry, cause.reason());
                publisher.dropped(entry, cause.reason(), client.now());
                publishFromCallback();
            }

            @Override
            public void replaced() {
                world.ledger.replaced(entry);
                publisher.replaced(entry);
                publishFromCallback();
            }

            @Override
            public void failed(Throwable cause) {
                boolean forbidden = monitor.forbids(entry.publish) || world.isPoison(entry.number);
                world.ledger.failed(entry, cause, forbidden, publisher.refuses(cause));
                publishFromCallback();
            }
        };
    }

    void checkBounds() {
        for (Publisher publisher : publishers) {
            publisher.checkBounds();
        }
    }

    void verify() {
        for (Publisher publisher : publishers) {
            publisher.verify();
        }
    }

    /** As a processor does, or a publisher that reacts to demand. */
    private void publishFromCallback() {
        if (world.fault(world.scenario.publishesFromCallback)) {
            client.within(this::publish);
        }
    }

    // Subscribing

    private void subscribe() {
        String filter = "in/" + world.dice.below(TOPICS);
        Wanted subscription = new Wanted(world.dice.between(0, 2));
        wanted.put(filter, subscription);
        world.trace.add("app", "subscribes " + filter, subscription.qos);
        Integer before = identifiers.get(filter);
        int identifier = session.subscribe(Subscription.of(filter, subscription.qos), new SubscriptionListener() {

            @Override
            public void granted(int qos) {
                world.trace.add("app", "granted " + filter, qos);
                world.check(qos <= subscription.qos, "more was granted than wanted", filter);
                subscription.answer = qos;
            }

            @Override
            public void refused(int reasonCode, String reason) {
                world.trace.add("app", "refused " + filter, reason);
                world.check(reasonCode >= 0x80, "refused with a code of success", reasonCode);
                subscription.answer = reasonCode;
            }
        }, client.now());
        String owner = world.identifiers.put(identifier, filter);
        world.check(before == null ? owner == null || owner.equals(filter) : before == identifier,
                "the identifier of a subscription", filter + " " + before + " " + identifier);
        identifiers.put(filter, identifier);
        client.settle();
    }

    private void unsubscribe() {
        String filter = "in/" + world.dice.below(TOPICS);
        world.trace.add("app", "unsubscribes", filter);
        wanted.remove(filter);
        identifiers.remove(filter);
        unsubscribing++;
        boolean[] done = new boolean[1];
        session.unsubscribe(filter, refusal -> {
            world.check(!done[0], "an unsubscription was confirmed twice", filter);
            done[0] = true;
            unsubscribing--;
        }, client.now());
        client.settle();
    }

    // Pinging

    private void ping() {
        world.trace.add("app", "pings", ++pinging);
        boolean[] done = new boolean[1];
        session.ping(new PingCompletion() {

            @Override
            public void answered() {
                settled("answered");
            }

            @Override
            public void lost() {
                settled("lost");
            }

            private void settled(String how) {
                world.check(!done[0], "a ping was settled twice", how);
                done[0] = true;
                pinging--;
            }
        }, client.now());
        client.settle();
    }

    /** The subscriptions of the broker's session are those that the application wants and was told of. */
    boolean agreesWith(BrokerSession session) {
        Map<String, Integer> subscriptions = session.subscriptions;
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            int answer = entry.getValue().answer;
            if (answer < 0x80 && !session.isClaimed && !Integer.valueOf(answer).equals(subscriptions.get(entry.getKey()))) {
                return false;
            }
        }
        // Of what an earlier process has subscribed, this one knows nothing.
        return session.isDenied || subscriptions.keySet().stream().allMatch(filter -> wanted.containsKey(filter)
                || world.scenario.sessionOfEarlierProcess && filter.equals(ModelBroker.EARLIER_TOPIC));
    }

    String subscriptions() {
        StringBuilder text = new StringBuilder();
        wanted.forEach((filter, subscription) -> text.append(filter).append('=').append(subscription.answer).append(' '));
        return text.toString();
    }

    // Receiving

    void deliver(InboundMessage message) {
        Publish publish = message.packet();
        world.trace.add("app", "gets", publish);
        world.ledger.delivered(publish);
        world.ledger.routed(publish).last = message;
        processing += publish.qos() > 0 ? 1 : 0;
        checkIdentifier(publish);
        publishFromCallback();
        if (publish.qos() == 0) {
            return;
        }
        int recipients = world.dice.chance(0.8) ? 1 : 3;
        if (recipients > 1) {
            message.expectAcknowledgements(recipients);
        }
        if (world.fault(world.scenario.leavesUnacked)) {
            later(world.scenario.ackWithinMillis, () -> leaveUnacked(message));
            return;
        }
        int[] missing = { recipients };
        for (int i = 0; i < recipients; i++) {
            if (world.dice.chance(world.scenario.acksAtOnce)) {
                answer(message, missing);
            } else {
                later(world.chaos ? world.scenario.ackWithinMillis : 1, () -> answer(message, missing));
            }
        }
    }

    private void later(int withinMillis, Runnable action) {
        world.loop.after(world.delay(withinMillis), () -> client.whenAwake(() -> {
            action.run();
            client.settle();
        }));
    }

    private void answer(InboundMessage message, int[] missing) {
        Ledger.Routed entry = world.ledger.routed(message.packet());
        boolean last = entry.last == message;
        if (--missing[0] == 0) {
            entry.processed |= last;
            entry.everProcessed = true;
            processing--;
            if (world.fault(world.scenario.acksTwice)) {
                later(world.scenario.ackWithinMillis, () -> answerAgain(message));
            }
        }
        if (world.fault(world.scenario.rejects)) {
            int code = world.dice.oneOf(0x80, 0x83, 0x87, 0x99);
            world.trace.add("app", "rejects with 0x" + Integer.toHexString(code), message.packet());
            entry.rejectedWith = last && entry.rejectedWith == 0 ? code : entry.rejectedWith;
            session.inbound().reject(message, new Rejection(code, null), client.now());
        } else {
            world.trace.add("app", "acks", message.packet());
            session.inbound().acknowledge(message, client.now());
        }
    }

    /** Once it has its answer, whatever is said of it has no effect. */
    private void answerAgain(InboundMessage message) {
        world.trace.add("app", "answers again", message.packet());
        switch (world.dice.below(3)) {
            case 0 -> session.inbound().acknowledge(message, client.now());
            case 1 -> session.inbound().reject(message, new Rejection(0x80, null), client.now());
            default -> session.inbound().leaveUnacked(message, client.now());
        }
    }

    /** It leads to the filter for which the message was sent, except that of an earlier process, which nobody here knows. */
    private void checkIdentifier(Publish publish) {
        int identifier = (int) publish.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0);
        if (identifier >= Scenario.FIRST_IDENTIFIER) {
            world.check(publish.topic().equals(world.identifiers.get(identifier)), "the identifier of another subscription",
                    publish);
        }
    }

    private void leaveUnacked(InboundMessage message) {
        world.trace.add("app", "leaves unacked", message.packet());
        processing--;
        Ledger.Routed entry = world.ledger.routed(message.packet());
        entry.isLeftUnacked |= entry.last == message;
        session.inbound().leaveUnacked(message, client.now());
        if (world.fault(world.scenario.acksTwice)) {
            later(world.scenario.ackWithinMillis, () -> answerAgain(message));
        }
    }

    /** Messages that it has neither acknowledged nor given up. */
    int processing() {
        return processing;
    }

    // Socket

    void setWritable(boolean writable) {
        if (this.writable != writable) {
            world.trace.add("client", writable ? "socket takes more" : "socket is full");
            this.writable = writable;
            monitor.writable(writable);
            session.writable(writable, client.now());
            client.settle();
        }
    }

    /** In the middle of a burst, and not for long. */
    void socketIsFull() {
        if (writable) {
            world.trace.add("client", "socket is full behind it");
            writable = false;
            monitor.writable(false);
            session.writable(false, client.now());
            world.loop.after(1 + world.delay(500), () -> client.whenAwake(() -> {
                if (client.isOpen()) {
                    setWritable(true);
                }
            }));
        }
    }

    /** A new connection takes data. */
    void connectionOpened() {
        writable = true;
    }

    boolean isIdle() {
        return unsubscribing == 0 && pinging == 0 && processing == 0;
    }
}
