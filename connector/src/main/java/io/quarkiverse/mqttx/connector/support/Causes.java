package io.quarkiverse.mqttx.connector.support;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.reactive.messaging.providers.ProcessingException;

/** Describes failures by their root cause. */
public final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {
    }

    /**
     * The failure, as it may be logged, and the first cause of it. Reactive Messaging wraps what a method throws twice, and
     * only the innermost exception says what has happened.
     */
    public static String describe(Throwable failure) {
        Throwable root = SafeText.rootCause(failure);
        String text = SafeText.ofMessage(failure.toString());
        return root == failure ? text : text + ", caused by " + SafeText.ofMessage(root.toString());
    }

    /** What the application itself has thrown, without the wrappings of those who called it. */
    public static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; inner.getCause() != null && depth < DEEPEST && isWrapping(inner); depth++) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof ProcessingException || failure instanceof InvocationTargetException
                || failure instanceof CompletionException || failure instanceof ExecutionException;
    }

}
