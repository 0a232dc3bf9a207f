package io.quarkiverse.mqttx.brokers;

import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * What a broker does not do, shown without any of our code between test and broker: by bytes on a socket, or by another
 * library.
 *
 * @param broker {@link Contestant#name()}
 * @param lacks what is missing, for the page
 * @param proof returns what the broker does instead
 * @param evidence what {@code proof} must return; else the broker has changed and the limit is to be looked at again
 */
record Limit(String broker, Feature feature, Set<ProtocolVersion> versions, String lacks, Proof proof, String evidence) {

    /** Shows a limit; with the {@link Cell#raw() raw} or the {@link Cell#outside() reference} client only. */
    interface Proof {
        String run(Cell cell) throws Exception;
    }

    boolean isOf(Contestant contestant, Feature tried, ProtocolVersion version) {
        return broker.equals(contestant.name()) && feature == tried && versions.contains(version);
    }
}
