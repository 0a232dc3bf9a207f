package io.quarkiverse.mqttx.session.simulation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.quarkiverse.mqttx.api.PacketType;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.api.Subscription;
import io.quarkiverse.mqttx.session.packet.Ack;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Disconnect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Ping;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.session.packet.Publish;
import io.quarkiverse.mqttx.session.packet.SubAck;
import io.quarkiverse.mqttx.session.packet.Subscribe;
import io.quarkiverse.mqttx.session.packet.UnsubAck;
import io.quarkiverse.mqttx.session.packet.Unsubscribe;

/** The broker's end of one network connection: takes what the client sends, checks it against the rules, and answers. */
final class BrokerConnection implements Link.End {

    /** These packet ids belong to no message. */
    static final int STRAY_IDS = 50_000;
    private static final int MANY_STRAY_IDS = 1_000;

    private final World world;
    private final ModelBroker broker;
    private final Link link;
    private boolean open = true;
    private final BrokerAuthentication authentication;
    private Connect connect;
    private ProtocolVersion version;
    private Limits limits;
    private BrokerAliases aliases;
    private BrokerSession session;
    private BrokerSender sender;
    /** Packet ids of the client's packets that have not got their last answer on this connection. */
    private final Set<Integer> unanswered = new HashSet<>();
    /** Those of them that count into the Receive Maximum (MQTT-5.0 §4.9). */
    private final Set<Integer> inFlight = new HashSet<>();
    /** When the last answer of its kind goes out; all are of one kind where they keep one order. */
    private final long[] answersAt = new long[3];
    private boolean mute;
    private boolean disconnected;
    private int keepAliveSeconds;
    /** Takes a message as soon as it comes, before the answer goes out. */
    private final boolean early;
    private long lastArrival;

    BrokerConnection(World world, ModelBroker broker, Link.End client) {
        this.world = world;
        this.broker = broker;
        link = new Link(world, client, this);
        early = world.dice.chance(0.5);
        authentication = new BrokerAuthentication(world, this);
    }

    static boolean isStray(int packetId) {
        return packetId >= STRAY_IDS && packetId < STRAY_IDS + MANY_STRAY_IDS;
    }

    Link link() {
        return link;
    }

    /** The session of an accepted connection, or {@code null}. */
    BrokerSender sender() {
        return open ? sender : null;
    }

    Limits limits() {
        return limits;
    }

    Connect connect() {
        return connect;
    }

    BrokerAuthentication authentication() {
        return authentication;
    }

    void send(Packet packet) {
        if (open) {
            link.toClient(packet instanceof Publish publish ? aliases.use(publish) : packet);
        }
    }

    void close() {
        if (open) {
            open = false;
            link.closeByBroker();
        }
    }

    /** Reset: what is under way may be lost. */
    void crash() {
        if (open) {
            open = false;
            link.cut();
            link.closeByBroker();
        }
    }

    /** Whoever takes long to send a packet is not silent. */
    @Override
    public void partReceived() {
        lastArrival = world.loop.now();
    }

    @Override
    public void garbage() {
        throw world.violation("the client sent garbage", "");
    }

    @Override
    public void closed(boolean byPeer) {
        open = false;
        broker.connectionGone(this);
    }

    // Handshake

    void accept(ConnAck answer, BrokerSession session, Limits limits, int clientReceiveMaximum) {
        this.session = session;
        this.limits = limits;
        aliases = new BrokerAliases(world, limits.topicAliasMaximum(),
                (int) connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 0));
        keepAliveSeconds = limits.keepAliveSeconds() >= 0 ? limits.keepAliveSeconds() : connect.keepAliveSeconds();
        sender = new BrokerSender(world, this, session, version, clientReceiveMaximum);
        send(answer);
        if (world.fault(world.scenario.goesMute * 4)) {
            goMute();
        }
        if (world.fault(world.scenario.losesConnAck)) {
            link.cut();
        }
        watchKeepAlive();
        sender.resume();
    }

    private void goMute() {
        mute = true;
        link.goesMute();
    }

    private void watchKeepAlive() {
        if (keepAliveSeconds == 0) {
            return;
        }
        long allowed = keepAliveSeconds * 1500L;
        world.loop.at(lastArrival + allowed + 1, () -> {
            if (!open) {
                return;
            }
            if (world.loop.now() - lastArrival <= allowed) {
                watchKeepAlive();
                return;
            }
            boolean excused = link.isSilent() || world.hasSlept(lastArrival)
                    || !world.scenario.settings.timing().autoKeepAlive()
                    || link.isClosing() || world.scenario.commitMillis >= 1000;
            world.check(excused, "the client was silent for longer than the keep alive allows [MQTT-3.1.2-20]",
                    keepAliveSeconds);
            close();
            broker.connectionGone(this);
        });
    }

    // Packets from the client

    @Override
    public void received(Packet packet) {
        if (!open) {
            return;
        }
        lastArrival = world.loop.now();
        if (connect == null) {
            world.check(packet instanceof Connect, "the first packet must be CONNECT [MQTT-3.1.0-1]", packet);
            connect = (Connect) packet;
            version = connect.version();
            broker.connect(this, connect);
            return;
        }
        if (session == null) {
            world.check(packet instanceof Disconnect || packet instanceof Auth,
                    "only AUTH and DISCONNECT may come before CONNACK", packet);
            if (packet instanceof Auth) {
                authentication.received(packet);
            }
            return;
        }
        world.check(!disconnected, "nothing may follow DISCONNECT [MQTT-3.14.4-2]", packet);
        world.check(PacketSize.of(packet, version) <= limits.maximumPacketSize(),
                "a packet is larger than Maximum Packet Size [MQTT-3.2.2-15]", packet);
        dispatch(packet);
        if (world.fault(world.scenario.goesMute)) {
            world.trace.add("broker", "goes mute");
            goMute();
        }
        if (open && world.fault(world.scenario.disconnects)) {
            if (version.is5()) {
                send(new Disconnect(world.dice.oneOf(0x80, 0x8B, 0x97, 0x98)));
            }
            close();
            broker.connectionGone(this);
        }
    }

    private void dispatch(Packet packet) {
        if (packet instanceof Publish publish) {
            publish(aliases.resolve(publish));
        } else if (packet instanceof Ack ack && ack.type() == PacketType.PUBREL) {
            released(ack);
        } else if (packet instanceof Ack ack) {
            world.check(
                    ack.reasonCode() < 0x80 || version.is5() && (ack.type() != PacketType.PUBCOMP || ack.reasonCode() == 0x92),
                    "the client refuses a message", ack);
            sender.acknowledged(ack);
        } else if (packet instanceof Subscribe subscribe) {
            subscribe(subscribe);
        } else if (packet instanceof Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe);
        } else if (packet == Ping.REQUEST) {
            send(Ping.RESPONSE);
        } else if (packet instanceof Disconnect) {
            disconnected = true;
        } else if (packet instanceof Auth) {
            authentication.received(packet);
        } else {
            throw world.violation("a client must not send this packet", packet);
        }
    }

    /** It cannot read this, whenever it comes. */
    private void choke() {
        if (version.is5() && world.dice.chance(0.5)) {
            send(new Disconnect(world.dice.oneOf(0x80, 0x81, 0x90, 0x95, 0x99)));
        }
        close();
        broker.connectionGone(this);
    }

    private void publish(Publish publish) {
        if (world.isPoison(Payload.number(publish))) {
            if (world.scenario.chokesLate) {
                answer(this::choke);
            } else {
                choke();
            }
            return;
        }
        world.check(publish.qos() <= limits.maximumQos(), "a PUBLISH above Maximum QoS [MQTT-3.2.2-11]", publish);
        world.check(!publish.retain() || limits.retainAvailable(), "RETAIN is not available [MQTT-3.2.2-14]", publish);
        int id = publish.packetId();
        if (publish.qos() == 0) {
            world.check(id == 0, "a packet id at QoS 0 [MQTT-2.2.1-2]", publish);
            world.check(!publish.duplicate(), "DUP at QoS 0 [MQTT-3.3.1-2]", publish);
            world.ledger.received(publish, session.generation);
            return;
        }
        occupy(id, publish);
        inFlight.add(id);
        int window = Math.min(limits.receiveMaximum(), world.scenario.settings.limits().maxInflight());
        world.check(inFlight.size() <= window, "more than " + window + " messages in flight [MQTT-3.3.4-9]", publish);
        Publish known = session.received.get(id);
        if (known != null && publish.qos() == 1 && !BrokerSession.isKnown(known, world.ledger)) {
            // The exchanges are apart, in all brokers that were looked at.
            known = null;
        }
        if (known != null && !BrokerSession.isKnown(known, world.ledger)) {
            // It takes the message for a repetition of one that it got from others.
            answer(publish, () -> finish(id, publish, PacketType.PUBREC, 0));
            return;
        }
        if (known != null) {
            boolean same = publish.qos() == 2 && Payload.number(known) == Payload.number(publish) && publish.duplicate();
            world.check(same, "the packet id belongs to a QoS 2 message that is not complete [MQTT-2.2.1-3]", publish);
            answer(publish, () -> finish(id, publish, PacketType.PUBREC, 0));
            return;
        }
        // a session that began with MQTT 5 may bring more of them along
        if (publish.qos() == 2 && !world.scenario.settings.versions().contains(ProtocolVersion.V5)) {
            int qos2Window = world.scenario.settings.flow().qos2WindowBefore5();
            world.check(session.awaited(world.ledger) < qos2Window, "more than " + qos2Window + " QoS 2 messages in flight",
                    publish);
        }
        int code = refusal();
        if (early) {
            take(publish, code);
        }
        answer(publish, () -> {
            if (!early) {
                take(publish, code);
            }
            finish(id, publish, publish.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, code);
        });
    }

    private int refusal() {
        if (!version.is5()) {
            return 0;
        }
        return world.fault(world.scenario.refusesPublish) ? world.dice.oneOf(0x80, 0x87, 0x97)
                : world.dice.chance(0.05) ? 0x10 : 0;
    }

    private void take(Publish publish, int code) {
        if (code >= 0x80) {
            world.ledger.sent(publish).refused = true;
            return;
        }
        if (publish.qos() == 2) {
            session.received.put(publish.packetId(), publish);
        }
        if (publish.qos() == 1 || !world.scenario.storesQos2UntilRelease) {
            world.ledger.received(publish, session.generation);
        }
    }

    private void finish(int id, Publish publish, PacketType type, int code) {
        acknowledge(new Ack(type, id, code), () -> {
            if (type == PacketType.PUBACK || code >= 0x80) {
                release(id);
            }
        });
    }

    /**
     * PUBREL (MQTT-5.0 §4.3.3); the id may be unknown, when PUBCOMP was lost, or when the client only wants to be sure that
     * nothing is left of an earlier process.
     */
    private void released(Ack ack) {
        int id = ack.packetId();
        Publish publish = session.received.remove(id);
        boolean known = publish != null && BrokerSession.isKnown(publish, world.ledger);
        if (!known && world.scenario.chokesAtReleases) {
            choke();
            return;
        }
        if (!isStray(id)) {
            unanswered.add(id);
            if (known) {
                inFlight.add(id);
            }
        }
        if (publish != null && Payload.number(publish) != BrokerSession.UNKNOWN && world.scenario.storesQos2UntilRelease) {
            world.ledger.received(publish, session.generation);
        }
        answer(() -> acknowledge(new Ack(PacketType.PUBCOMP, id, publish == null && version.is5() ? 0x92 : 0),
                () -> release(id)));
    }

    private void release(int id) {
        unanswered.remove(id);
        inFlight.remove(id);
    }

    private void subscribe(Subscribe subscribe) {
        world.check(!subscribe.subscriptions().isEmpty(), "SUBSCRIBE without a subscription [MQTT-3.8.3-2]", subscribe);
        checkIdentifier(subscribe);
        occupy(subscribe.packetId(), subscribe);
        answer(() -> {
            int identifier = (int) subscribe.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0);
            int[] codes = subscribe.subscriptions().stream().mapToInt(wanted -> grant(wanted, identifier)).toArray();
            acknowledge(new SubAck(subscribe.packetId(), codes, Properties.EMPTY),
                    () -> unanswered.remove(subscribe.packetId()));
        });
    }

    private void checkIdentifier(Subscribe subscribe) {
        boolean given = subscribe.properties().has(Property.SUBSCRIPTION_IDENTIFIER);
        boolean available = version.is5() && world.scenario.identifiers;
        world.check(available || !given, "a subscription identifier where there is none [MQTT-3.2.2-19]", subscribe);
        world.check(given || !available || world.scenario.refusesIdentifiers, "no subscription identifier", subscribe);
        world.check(!given || subscribe.subscriptions().size() == 1, "one identifier for several filters", subscribe);
    }

    private int grant(Subscription subscription, int identifier) {
        if (identifier > 0 && world.scenario.refusesIdentifiers) {
            return 0xA1;
        }
        if (version != ProtocolVersion.V3_1 && world.fault(world.scenario.refusesSubscribe)) {
            return version.is5() ? world.dice.oneOf(0x80, 0x87, 0x97) : 0x80;
        }
        int qos = world.dice.chance(world.scenario.grantsLess) ? world.dice.between(0, subscription.qos()) : subscription.qos();
        session.subscriptions.put(subscription.filter(), qos);
        session.identifiers.put(subscription.filter(), identifier);
        return qos;
    }

    private void unsubscribe(Unsubscribe unsubscribe) {
        world.check(!unsubscribe.filters().isEmpty(), "UNSUBSCRIBE without a filter [MQTT-3.10.3-2]", unsubscribe);
        occupy(unsubscribe.packetId(), unsubscribe);
        answer(() -> {
            int[] codes = unsubscribe.filters().stream().mapToInt(
                    filter -> session.subscriptions.remove(filter) == null ? 0x11 : 0).toArray();
            acknowledge(new UnsubAck(unsubscribe.packetId(), version.is5() ? codes : new int[0], Properties.EMPTY),
                    () -> unanswered.remove(unsubscribe.packetId()));
        });
    }

    private void occupy(int id, Packet packet) {
        world.check(id >= 1 && id <= 65_535, "a packet id out of range [MQTT-2.2.1-3]", packet);
        world.check(unanswered.add(id), "a packet id that is in use [MQTT-2.2.1-3]", packet);
    }

    /** Answers go out in the order of what they answer, some time later; not at all when the connection is gone by then. */
    void answer(Runnable action) {
        answer(0, action);
    }

    private void answer(Publish publish, Runnable action) {
        answer(world.scenario.answersApart ? publish.qos() : 0, action);
    }

    private void answer(int kind, Runnable action) {
        answersAt[kind] = Math.max(answersAt[kind], world.loop.now() + world.delay(world.scenario.processingMillis));
        world.loop.at(answersAt[kind], () -> {
            if (open) {
                action.run();
            }
        });
    }

    /** @param before what the broker forgets when the answer goes out */
    private void acknowledge(Packet packet, Runnable before) {
        // the order of the PUBRECs is that of the PUBRELs, with which some brokers pass the messages on
        boolean ordered = packet instanceof Ack ack && ack.type() == PacketType.PUBREC && world.scenario.storesQos2UntilRelease;
        if (!ordered && world.fault(world.scenario.holdsAnswers)) {
            world.trace.add("broker", "holds back", packet);
            world.loop.after(world.dice.between(1, 600), () -> {
                if (open) {
                    acknowledgeNow(packet, before);
                }
            });
        } else {
            acknowledgeNow(packet, before);
        }
    }

    private void acknowledgeNow(Packet packet, Runnable before) {
        before.run();
        if (!mute) {
            send(packet);
            stray();
        }
    }

    /** Acknowledgements of ids that nobody knows, as sloppy brokers send them. */
    private void stray() {
        if (world.fault(world.scenario.strayPerPacket)) {
            PacketType type = world.dice.oneOf(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP);
            if (type == PacketType.PUBREL) {
                sender.strayRelease();
            } else {
                send(new Ack(type, STRAY_IDS + world.dice.below(MANY_STRAY_IDS)));
            }
        }
    }

    @Override
    public String toString() {
        return connect + " " + Arrays.asList(limits, keepAliveSeconds);
    }
}
