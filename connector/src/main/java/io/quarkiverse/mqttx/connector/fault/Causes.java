package io.quarkiverse.mqttx.connector.fault;

/** One line about a failure. */
public final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {
    }

    /**
     * The failure and the first cause of it. Reactive Messaging wraps what a method throws twice, and only the innermost
     * exception says what has happened.
     */
    public static String describe(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root == failure ? failure.toString() : failure + ", caused by " + root;
    }
}
