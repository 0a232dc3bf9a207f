package io.quarkiverse.mqttx.brokers;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.mqttx.session.ProtocolVersion;

/** The one table of what brokers do not do. */
final class Limits {

    private static final List<Limit> ALL = List.of();

    private Limits() {
    }

    static Optional<Limit> of(Contestant contestant, Feature feature, ProtocolVersion version) {
        return ALL.stream().filter(limit -> limit.isOf(contestant, feature, version)).findFirst();
    }
}
