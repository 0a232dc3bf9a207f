package io.quarkiverse.mqttx.session.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.ConnectOptions;
import io.quarkiverse.mqttx.session.model.FlowOptions;
import io.quarkiverse.mqttx.session.model.LimitOptions;
import io.quarkiverse.mqttx.session.model.Login;
import io.quarkiverse.mqttx.session.model.SendQueueOverflow;
import io.quarkiverse.mqttx.session.model.SendQueueSettings;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.model.TimingOptions;

/**
 * What one seed is about: the settings of the session, the character of the broker, and which faults occur how often. Most
 * faults are off in most runs, so that each of them is also seen without the others.
 */
final class Scenario {

    /** How a broker answers a protocol version that it does not speak. */
    enum VersionRefusal {
        REASON_CODE_0X84,
        RETURN_CODE_0X01,
        CLOSE,
        MALFORMED
    }

    /** Not those that an earlier process has used. */
    static final int FIRST_IDENTIFIER = 1000;

    SessionSettings settings;
    /** In each second, where there is enhanced authentication. */
    double authenticatesAgain;
    Set<ProtocolVersion> brokerVersions;

    // The broker
    boolean identifiers;
    boolean refusesIdentifiers;
    /** Every how many messages it gets one at which it ends the connection, each time it gets it; 0 for never. */
    int chokes;
    boolean chokesLate;
    /** It ends the connection at each PUBREL for which it holds no message. */
    boolean chokesAtReleases;
    boolean storesQos2UntilRelease;
    boolean countsResumedReleases;
    boolean lowestFreePacketId;
    int inflightLimit3x;
    /** Messages to the client that differ in nothing but, perhaps, their packet identifier. */
    boolean repeatsContents;
    boolean limits;
    boolean changingLimits;
    boolean sessionOfEarlierProcess;
    int processingMillis;
    /** PUBACKs in their order and PUBRECs in theirs, but not with each other [MQTT-4.6.0-2, MQTT-4.6.0-3]. */
    boolean answersApart;
    double refusesPublish;
    double refusesSubscribe;
    double grantsLess;

    // The faults
    int latencyMillis;
    /** On a slow network; 0 where bytes take no time. Some messages take longer on it than keep-alive and time-outs last. */
    int bytesPerSecond;
    /** Answers that the broker holds back one by one, so that others overtake them. */
    double holdsAnswers;
    double cutPerPacket;
    double freezePerPacket;
    double garbagePerPacket;
    double strayPerPacket;
    /** Answers for an identifier that is in use, before the message was sent on this connection. */
    double answersUnasked;
    double refusesConnect;
    double ignoresConnect;
    double losesConnAck;
    double goesMute;
    double disconnects;
    double restarts;
    double losesSession;
    /** Session Present although the session is lost. */
    double claimsSession;
    /** No Session Present although much of the session is kept. */
    double deniesSession;
    /** At a restart, as Artemis does: the messages get other packet identifiers. */
    double forgetsPacketIds;
    /** Whether the client keeps its session over the end of its process, how long writing takes, and how often it crashes. */
    boolean stored;
    int commitMillis;
    double crashes;
    double clockJumps;
    double fallsAsleep;
    boolean readsWhileClosing;
    /** Whether the connector's own encoder and decoder are on the way, and packets arrive in parts. */
    boolean encodes;
    /** Whether the client comes to the last packet identifier, and to the first again. */
    boolean wrapsPacketIds;

    // The application
    int reconnectMillis;
    /** Whether the connector's reconnect policy decides in the place of {@link #reconnectMillis}. */
    boolean reconnectsByPolicy;
    /** A cut by the clock, on average so often, besides those by chance; 0 for none. */
    int cutEveryMillis;
    int tickLatenessMillis;
    int publishEveryMillis;
    int receiveEveryMillis;
    int ackWithinMillis;
    double acksAtOnce;
    double leavesUnacked;
    double rejects;
    double acksTwice;
    double blocksSocket;
    double changesSubscriptions;
    double pings;
    double publishesFromCallback;
    /** What the publishers of the application may have waiting: the first, and the second. */
    SendQueueSettings[] sendQueues;
    double expires;
    double disconnectsItself;
    boolean retains;
    long durationMillis;

    Scenario(Dice dice) {
        boolean auto = dice.chance(0.5);
        Set<ProtocolVersion> versions = auto ? EnumSet.allOf(ProtocolVersion.class)
                : EnumSet.of(dice.oneOf(ProtocolVersion.values()));
        brokerVersions = EnumSet.copyOf(versions);
        if (auto) {
            brokerVersions.removeIf(version -> dice.chance(0.4));
            if (brokerVersions.isEmpty()) {
                brokerVersions.add(dice.oneOf(ProtocolVersion.values()));
            }
        }
        boolean clean = dice.chance(0.2);
        long expiry = dice.chance(0.8) ? dice.oneOf(3600L, 4_294_967_295L) : dice.oneOf(0L, 2L);
        int keepAlive = dice.oneOf(0, 2, 5, 30);
        boolean autoKeepAlive = dice.chance(0.95);
        long ackTimeout = dice.oneOf(0L, 1500L, 5000L);
        boolean assignedId = !auto && versions.contains(ProtocolVersion.V5) && dice.chance(0.2);
        LimitOptions bounds = new LimitOptions(dice.oneOf(1, 2, 5, 20, 65_535), dice.oneOf(80, 1_000_000),
                dice.oneOf(1, 2, 5, 20, 65_535));
        TimingOptions timing = new TimingOptions(keepAlive, autoKeepAlive, dice.oneOf(1000L, 4000L), ackTimeout);
        SessionSettings plain = new SessionSettings(versions, assignedId ? "" : "simulated", clean, expiry, timing, bounds,
                new Login(null, null), null, ConnectOptions.DEFAULT,
                new FlowOptions(dice.oneOf(0, 1, 3), dice.oneOf(0, 1, 2, 10), FIRST_IDENTIFIER, dice.oneOf(1, 3, 65_535),
                        false));
        settings = !auto && versions.contains(ProtocolVersion.V5) && dice.chance(0.3)
                ? plain.with(new AuthenticationMethod("A", false))
                : plain;
        authenticatesAgain = dice.sometimes(0.5, 0.02, 0.2);
        identifiers = dice.chance(0.7);
        refusesIdentifiers = identifiers && dice.chance(0.1);

        storesQos2UntilRelease = dice.chance(0.5);
        countsResumedReleases = dice.chance(0.5);
        lowestFreePacketId = dice.chance(0.7);
        inflightLimit3x = dice.oneOf(1, 3, 20, 100);
        limits = dice.chance(0.5);
        changingLimits = limits && dice.chance(0.4);
        sessionOfEarlierProcess = !clean && !assignedId && dice.chance(0.2);
        processingMillis = dice.oneOf(0, 5, 100);
        answersApart = dice.chance(0.5);
        refusesPublish = dice.sometimes(0.3, 0.02, 0.2);
        refusesSubscribe = dice.sometimes(0.3, 0.05, 0.3);
        grantsLess = dice.sometimes(0.3, 0.1, 0.5);

        latencyMillis = dice.oneOf(0, 5, 100);
        cutPerPacket = dice.sometimes(0.7, 0.01, 0.03, 0.1);
        freezePerPacket = keepAlive > 0 && autoKeepAlive ? dice.sometimes(0.3, 0.005, 0.02) : 0;
        garbagePerPacket = dice.sometimes(0.15, 0.003);
        strayPerPacket = dice.sometimes(0.2, 0.01);
        answersUnasked = dice.sometimes(0.3, 0.05, 0.3);
        refusesConnect = dice.sometimes(0.25, 0.2, 0.5);
        ignoresConnect = dice.sometimes(0.2, 0.1);
        losesConnAck = dice.sometimes(0.2, 0.1, 0.5);
        goesMute = ackTimeout > 0 ? dice.sometimes(0.3, 0.005, 0.05) : 0;
        disconnects = dice.sometimes(0.2, 0.005);
        restarts = dice.sometimes(0.5, 0.03, 0.1);
        losesSession = dice.sometimes(0.5, 0.2, 1);
        claimsSession = dice.sometimes(0.2, 0.5, 1);
        deniesSession = dice.sometimes(0.2, 0.1, 0.5);
        forgetsPacketIds = dice.sometimes(0.3, 0.5, 1);
        stored = !assignedId && dice.chance(0.35);
        commitMillis = dice.oneOf(0, 5, 50);
        crashes = stored ? dice.sometimes(0.8, 0.03, 0.15) : 0;
        clockJumps = dice.sometimes(0.2, 0.01);
        fallsAsleep = dice.sometimes(0.2, 0.02);
        encodes = dice.chance(0.3);
        wrapsPacketIds = dice.chance(0.2);
        readsWhileClosing = dice.chance(0.5);

        reconnectMillis = dice.oneOf(10, 100, 1000);
        tickLatenessMillis = dice.oneOf(0, 20);
        publishEveryMillis = dice.oneOf(30, 100, 300, 2000);
        receiveEveryMillis = dice.oneOf(30, 100, 300, 2000);
        ackWithinMillis = dice.oneOf(0, 50, 1000, 5000);
        acksAtOnce = dice.oneOf(0.0, 0.3, 1.0);
        leavesUnacked = dice.sometimes(0.15, 0.05);
        rejects = dice.sometimes(0.3, 0.1, 0.5);
        acksTwice = dice.sometimes(0.3, 0.1, 0.5);
        blocksSocket = dice.sometimes(0.3, 0.1);
        changesSubscriptions = dice.sometimes(0.4, 0.05, 0.3);
        publishesFromCallback = dice.sometimes(0.3, 0.2);
        sendQueues = new SendQueueSettings[] { sendQueue(dice), sendQueue(dice) };
        expires = dice.sometimes(0.3, 0.1, 0.5);
        disconnectsItself = dice.sometimes(0.2, 0.02);
        retains = dice.chance(0.2);
        durationMillis = dice.oneOf(1_000, 3_000, 6_000);
        pings = dice.sometimes(0.2, 0.1);
        chokes = dice.chance(0.15) ? dice.oneOf(3, 7, 20) : 0;
        chokesLate = dice.chance(0.5);
        chokesAtReleases = chokes > 0 && sessionOfEarlierProcess && dice.chance(0.5);
        if (chokes > 0) {
            // what the broker ends for other reasons would look the same
            disconnects = 0;
        }
        holdsAnswers = dice.sometimes(0.15, 0.1, 0.5);
        // where the broker says what it has not got, or has not got what it says, only the content tells messages apart
        repeatsContents = dice.chance(0.5) && claimsSession == 0 && deniesSession == 0 && forgetsPacketIds == 0;
        // without keep-alive of our own the broker ends what takes long
        if (autoKeepAlive && dice.chance(0.1)) {
            slowDown(dice);
        }
    }

    /** Large messages take long, but the small ones between them do not. */
    private void slowDown(Dice dice) {
        bytesPerSecond = dice.oneOf(1_000, 3_000);
        publishEveryMillis = dice.oneOf(300, 2_000);
        receiveEveryMillis = dice.oneOf(300, 2_000);
        durationMillis = 20_000;
        commitMillis = stored && dice.chance(0.5) ? 4_000 : commitMillis;
    }

    private static SendQueueSettings sendQueue(Dice dice) {
        if (dice.chance(0.5)) {
            return SendQueueSettings.UNBOUNDED;
        }
        return new SendQueueSettings(dice.oneOf(1, 3, 10), dice.oneOf(30L, 300L, SendQueueSettings.UNLIMITED),
                dice.oneOf(SendQueueOverflow.values()), dice.chance(0.5), dice.chance(0.4), dice.chance(0.5));
    }

    SendQueueSettings sendQueueOf(String publisher) {
        return sendQueues[publisher.charAt(publisher.length() - 1) - '0'];
    }

    boolean compacts() {
        return sendQueues[0].compaction() || sendQueues[1].compaction();
    }

    /** A whole day on a bad line: nothing unheard of, but a cut every few seconds or minutes. */
    static Scenario day(Dice dice) {
        Scenario day = new Scenario(dice);
        day.sessionOfEarlierProcess = false;
        day.stored = false;
        day.bytesPerSecond = 0;
        day.crashes = 0;
        day.cutEveryMillis = dice.oneOf(4_000, 15_000, 60_000);
        day.reconnectsByPolicy = true;
        day.publishEveryMillis = 2000;
        day.receiveEveryMillis = 2000;
        day.ackWithinMillis = dice.oneOf(50, 1000);
        day.restarts = 0.0002;
        day.losesSession = 0.2;
        day.cutPerPacket = 0.002;
        day.freezePerPacket = day.settings.timing().keepAliveSeconds() > 0 && day.settings.timing().autoKeepAlive() ? 0.0005
                : 0;
        day.fallsAsleep = 0.0005;
        day.disconnects = Math.min(day.disconnects, 0.0005);
        day.garbagePerPacket = Math.min(day.garbagePerPacket, 0.0005);
        day.goesMute = Math.min(day.goesMute, 0.0005);
        day.durationMillis = 86_400_000;
        return day;
    }

    /** From one connection to the next; MQTT 3.x has none, so a change of version counts too. */
    boolean limitsMayChange() {
        return changingLimits || limits && settings.versions().size() > 1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (var field : Scenario.class.getDeclaredFields()) {
            try {
                text.append(text.isEmpty() ? "" : ", ").append(field.getName()).append('=')
                        .append(field.get(this) == settings ? describeSettings()
                                : field.get(this) == sendQueues ? Arrays.toString(sendQueues) : field.get(this));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    private String describeSettings() {
        return settings + " expiry=" + settings.sessionExpirySeconds() + " receiveMaximum=" + settings.limits().receiveMaximum()
                + " maxPacketSize=" + settings.limits().maxPacketSize() + " maxInflight=" + settings.limits().maxInflight()
                + " connectTimeout=" + settings.timing().connectTimeoutMillis() + " ackTimeout="
                + settings.timing().ackTimeoutMillis()
                + " "
                + settings.flow();
    }
}
