package io.quarkiverse.mqttx.leaks;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test run when a buffer of Netty's is lost. Takes part in every test class by itself (see
 * {@code META-INF/services});
 * the level of the detector is set in the module's {@code pom.xml}.
 * <p>
 * A leak is found when the garbage collector comes upon it, which is at the end of the run at the latest, so the class that
 * is named then need not be the one that has lost it. The stacks in the message say where the buffer was made and last seen.
 */
public final class LeakCheck implements BeforeAllCallback {

    private static final Leaks LEAKS = new Leaks();

    static {
        LEAKS.watchNetty();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Closed when all classes of the run are through; with several test JVMs, Surefire makes a run of each class
        context.getRoot().getStore(ExtensionContext.Namespace.create(LeakCheck.class)).computeIfAbsent(AtTheEnd.class);
    }

    static final class AtTheEnd implements AutoCloseable {

        @Override
        public void close() throws InterruptedException {
            // Two full collections take a good part of a second, and most classes have no sockets
            if (LEAKS.haveWatched()) {
                Leaks.collect();
            }
            LEAKS.verify();
        }
    }
}
