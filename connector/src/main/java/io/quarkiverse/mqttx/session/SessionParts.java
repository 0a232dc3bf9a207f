package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.session.model.SessionSettings;

/** What a session consists of, put together. Each part knows those before it that it needs. */
final class SessionParts {

    final ConnectionState link;
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
        link = new ConnectionState(output, settings.ackTimeoutMillis());
        handshake = new Handshake(settings);
        authentication = new Authentication(settings, link, output);
        pings = new Pings(link, settings);
        keepAlive = new KeepAlive(link, pings, settings.autoKeepAlive());
        poison = new PoisonWatch(link, pings);
        PacketIds ids = new PacketIds();
        requests = new SubscriptionRequests(link, ids, settings, poison);
        subscriptions = new Subscriptions(link, requests, settings, journal);
        outbound = new OutboundFlow(link, ids, settings, journal, poison);
        aliases = new InboundAliases(link, settings.flow().topicAliasMaximum());
        inbound = new InboundFlow(link, settings, journal);
        disconnectFlow = new DisconnectFlow(link, handshake, settings.options().presence(), inbound, outbound);
    }
}
