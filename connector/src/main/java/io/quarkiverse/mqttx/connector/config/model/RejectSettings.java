package io.quarkiverse.mqttx.connector.config.model;

import java.util.List;

/**
 * How messages are rejected.
 *
 * @param codes the reason codes of exceptions that have one of their own
 */
public record RejectSettings(List<CodeOfException> codes) {

    public RejectSettings {
        codes = List.copyOf(codes);
    }

    /**
     * The code of an exception and of those that extend it.
     *
     * @param className as {@link Class#getName()} has it
     * @param code one with which a message can be rejected
     */
    public record CodeOfException(String className, int code) {
    }
}
