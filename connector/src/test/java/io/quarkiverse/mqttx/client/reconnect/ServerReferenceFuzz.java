package io.quarkiverse.mqttx.client.reconnect;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

import io.quarkiverse.mqttx.api.ServerAddress;

/** Arbitrary texts as the server reference with which a broker refers to others. */
public final class ServerReferenceFuzz {

    private ServerReferenceFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        String reference = new String(data, StandardCharsets.UTF_8);
        for (boolean tls : new boolean[] { false, true }) {
            List<ServerAddress> targets = Redirects.targets(reference, tls);
            check(new HashSet<>(targets).size() == targets.size(), "one target twice in " + targets);
            for (ServerAddress target : targets) {
                check(target.tls() == tls, "TLS has changed on the way to " + target);
                check(target.port() >= 1 && target.port() <= 65535, "no port: " + target.port());
                check(!target.host().isBlank() && target.host().indexOf(' ') < 0, "no host: '" + target.host() + "'");
                check(reference.contains(target.host()), "a host that nobody has named: " + target.host());
            }
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
