package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionSettings;

/** Creates the parts of a session and connects them. Each part knows those before it that it needs. */
final class SessionParts {

    final ConnectionState state;
    final Handshake handshake;
    final Authentication authentication;
    final Pings pings;
    final KeepAlive keepAlive;
    final PoisonWatch poison;
    final SubscriptionRequests requests;
    final Subscriptions subscriptions;
    final OutboundFlow outbound;
    final InboundAliases aliases;
    final InboundFlow inbound;
    final DisconnectFlow disconnectFlow;

    SessionParts(SessionSettings settings, SessionOutput output, SessionJournal journal) {
        state = new ConnectionState(output, settings.timing().ackTimeoutMillis());
        handshake = new Handshake(settings);
        authentication = new Authentication(settings, state, output);
        pings = new Pings(state);
        keepAlive = new KeepAlive(state, pings, settings.timing().autoKeepAlive());
        poison = new PoisonWatch(state, pings);
        PacketIds ids = new PacketIds();
        requests = new SubscriptionRequests(state, ids, poison);
        subscriptions = new Subscriptions(state, requests, settings, journal);
        outbound = new OutboundFlow(state, ids, settings, journal, poison);
        aliases = new InboundAliases(state, settings.flow().topicAliasMaximum());
        inbound = new InboundFlow(state, settings, journal);
        disconnectFlow = new DisconnectFlow(state, handshake, settings.options().presence(), inbound, outbound);
    }
}
