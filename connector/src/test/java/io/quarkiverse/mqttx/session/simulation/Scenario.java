package io.quarkiverse.mqttx.session.simulation;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.mqttx.session.AuthenticationMethod;
import io.quarkiverse.mqttx.session.ConnectOptions;
import io.quarkiverse.mqttx.session.FlowOptions;
import io.quarkiverse.mqttx.session.ProtocolVersion;
import io.quarkiverse.mqttx.session.SessionSettings;

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

    final SessionSettings settings;
    /** In each second, where there is enhanced authentication. */
    final double authenticatesAgain;
    final Set<ProtocolVersion> brokerVersions;

    // The broker
    final boolean identifiers;
    final boolean refusesIdentifiers;
    final boolean storesQos2UntilRelease;
    final boolean countsResumedReleases;
    final boolean lowestFreePacketId;
    final int inflightLimit3x;
    final boolean limits;
    final boolean changingLimits;
    final boolean sessionOfEarlierProcess;
    final int processingMillis;
    final double refusesPublish;
    final double refusesSubscribe;
    final double grantsLess;

    // The faults
    final int latencyMillis;
    final double cutPerPacket;
    final double freezePerPacket;
    final double garbagePerPacket;
    final double strayPerPacket;
    final double refusesConnect;
    final double ignoresConnect;
    final double losesConnAck;
    final double goesMute;
    final double disconnects;
    final double restarts;
    final double losesSession;
    /** Session Present although the session is lost. */
    final double claimsSession;
    /** No Session Present although much of the session is kept. */
    final double deniesSession;
    /** At a restart, as Artemis does: the messages get other packet identifiers. */
    final double forgetsPacketIds;
    final double clockJumps;
    final double fallsAsleep;
    final boolean readsWhileClosing;
    /** Whether the connector's own encoder and decoder are on the way, and packets arrive in parts. */
    final boolean encodes;

    // The application
    final int reconnectMillis;
    final int tickLatenessMillis;
    final int publishEveryMillis;
    final int receiveEveryMillis;
    final int ackWithinMillis;
    final double acksAtOnce;
    final double withholds;
    final double rejects;
    final double acksTwice;
    final double blocksSocket;
    final double changesSubscriptions;
    final double pings;
    final double publishesFromCallback;
    final double disconnectsItself;
    final boolean retains;
    final long durationMillis;

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
        SessionSettings plain = new SessionSettings(versions, assignedId ? "" : "simulated", clean, expiry, keepAlive,
                autoKeepAlive,
                dice.oneOf(1, 2, 5, 20, 65_535), dice.oneOf(80, 1_000_000), dice.oneOf(1, 2, 5, 20, 65_535),
                dice.oneOf(1000L, 4000L), ackTimeout, null, null, null, ConnectOptions.DEFAULT,
                new FlowOptions(dice.oneOf(0, 1, 3), dice.oneOf(0, 1, 2, 10), FIRST_IDENTIFIER, dice.oneOf(1, 3, 65_535)));
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
        refusesPublish = dice.sometimes(0.3, 0.02, 0.2);
        refusesSubscribe = dice.sometimes(0.3, 0.05, 0.3);
        grantsLess = dice.sometimes(0.3, 0.1, 0.5);

        latencyMillis = dice.oneOf(0, 5, 100);
        cutPerPacket = dice.sometimes(0.7, 0.01, 0.03, 0.1);
        freezePerPacket = keepAlive > 0 && autoKeepAlive ? dice.sometimes(0.3, 0.005, 0.02) : 0;
        garbagePerPacket = dice.sometimes(0.15, 0.003);
        strayPerPacket = dice.sometimes(0.2, 0.01);
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
        clockJumps = dice.sometimes(0.2, 0.01);
        fallsAsleep = dice.sometimes(0.2, 0.02);
        encodes = dice.chance(0.3);
        readsWhileClosing = dice.chance(0.5);

        reconnectMillis = dice.oneOf(10, 100, 1000);
        tickLatenessMillis = dice.oneOf(0, 20);
        publishEveryMillis = dice.oneOf(30, 100, 300, 2000);
        receiveEveryMillis = dice.oneOf(30, 100, 300, 2000);
        ackWithinMillis = dice.oneOf(0, 50, 1000, 5000);
        acksAtOnce = dice.oneOf(0.0, 0.3, 1.0);
        withholds = dice.sometimes(0.15, 0.05);
        rejects = dice.sometimes(0.3, 0.1, 0.5);
        acksTwice = dice.sometimes(0.3, 0.1, 0.5);
        blocksSocket = dice.sometimes(0.3, 0.1);
        changesSubscriptions = dice.sometimes(0.4, 0.05, 0.3);
        publishesFromCallback = dice.sometimes(0.3, 0.2);
        disconnectsItself = dice.sometimes(0.2, 0.02);
        retains = dice.chance(0.2);
        durationMillis = dice.oneOf(1_000, 3_000, 6_000);
        pings = dice.sometimes(0.2, 0.1);
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
                        .append(field.get(this) == settings ? describeSettings() : field.get(this));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    private String describeSettings() {
        return settings + " expiry=" + settings.sessionExpirySeconds() + " receiveMaximum=" + settings.receiveMaximum()
                + " maxPacketSize=" + settings.maxPacketSize() + " maxInflight=" + settings.maxInflight()
                + " connectTimeout=" + settings.connectTimeoutMillis() + " ackTimeout=" + settings.ackTimeoutMillis() + " "
                + settings.flow();
    }
}
