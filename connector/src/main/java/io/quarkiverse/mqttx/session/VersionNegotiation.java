package io.quarkiverse.mqttx.session;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * Which protocol version to ask for next. The highest comes first; a broker that refuses it is asked for the next lower one.
 * What was agreed on is kept for the next connection, and forgotten when the broker stops accepting it.
 * <p>
 * Some brokers refuse by closing without a word, which a network failure looks like too. So one silent close decides
 * nothing: only after a second one in a row (a third, where the version has worked before) the next lower version is tried,
 * and when the broker closes on every version it was no refusal at all.
 */
final class VersionNegotiation {

    /** Highest first. */
    private final List<ProtocolVersion> versions;
    private int current;
    private boolean agreed;
    private int silentCloses;
    /** Whether the versions above the current one were all refused in this very row of attempts, silently or not. */
    private String refusedAs;

    VersionNegotiation(Set<ProtocolVersion> versions) {
        this.versions = Arrays.stream(ProtocolVersion.values()).filter(versions::contains)
                .sorted((a, b) -> b.level() - a.level()).toList();
    }

    ProtocolVersion version() {
        return versions.get(current);
    }

    /**
     * The broker has accepted the version.
     *
     * @return what to tell the operator when this is the end of a fall-back, else {@code null}
     */
    String accepted() {
        String notice = refusedAs == null ? null
                : "The broker does not accept MQTT " + versions.get(0) + " (" + refusedAs + "): connected with MQTT "
                        + version();
        agreed = true;
        silentCloses = 0;
        refusedAs = null;
        return notice;
    }

    /**
     * The broker has said, or shown by an answer that is no CONNACK, that it does not speak the version; true when another one
     * is to be tried at once.
     */
    boolean refused(String how) {
        silentCloses = 0;
        if (agreed && current > 0) {
            startOver();
            return true;
        }
        if (current + 1 == versions.size()) {
            startOver();
            return false;
        }
        agreed = false;
        current++;
        refusedAs = how;
        return true;
    }

    /** The broker has closed the connection instead of answering CONNECT; true when another version is to be tried at once. */
    boolean closedSilently() {
        silentCloses++;
        boolean descending = refusedAs != null;
        if (!descending && silentCloses < (agreed ? 3 : 2)) {
            return false;
        }
        return versions.size() > 1 && refused("it closed the connection without CONNACK");
    }

    private void startOver() {
        current = 0;
        agreed = false;
        silentCloses = 0;
        refusedAs = null;
    }
}
