package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of {@code connector}. */
final class ConnectorMutations {

    private ConnectorMutations() {
    }

    static List<Mutation> all() {
        return List.of();
    }
}
