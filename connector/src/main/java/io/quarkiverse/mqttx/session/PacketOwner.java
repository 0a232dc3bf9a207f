package io.quarkiverse.mqttx.session;

/** What holds a packet identifier of ours until the broker has acknowledged it, or keeps it for another. */
sealed interface PacketOwner permits OutboundMessage, SubscriptionRequest, StalePacketIds, PacketIds.Retired {
}
