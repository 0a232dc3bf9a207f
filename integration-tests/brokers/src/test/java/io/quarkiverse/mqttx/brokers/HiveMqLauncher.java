package io.quarkiverse.mqttx.brokers;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.embedded.EmbeddedHiveMQBuilder;
import com.hivemq.extension.sdk.api.ExtensionMain;

/**
 * Starts HiveMQ on the other side: loaded in the broker's class loader, and called through types of the JDK, which both sides
 * share.
 */
public final class HiveMqLauncher implements Function<Map<String, Object>, AutoCloseable> {

    /** A {@link Path}. */
    static final String CONFIGURATION = "configuration";
    /** A {@link Path}. */
    static final String DATA = "data";
    /** A map from the name of an extension's class to the values it shares with the test. */
    static final String EXTENSIONS = "extensions";

    @Override
    public AutoCloseable apply(Map<String, Object> options) {
        EmbeddedHiveMQBuilder builder = EmbeddedHiveMQ.builder()
                .withConfigurationFolder((Path) options.get(CONFIGURATION))
                .withDataFolder((Path) options.get(DATA))
                .withExtensionsFolder((Path) options.get(DATA))
                // It would take over java.util.logging for the whole JVM
                .withoutLoggingBootstrap();
        ((Map<?, ?>) options.get(EXTENSIONS)).forEach((name, shared) -> builder.withEmbeddedExtension(
                extension((String) name, shared)));
        EmbeddedHiveMQ server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("HiveMQ does not start", e.getCause());
        }
        return server;
    }

    private static EmbeddedExtension extension(String name, Object shared) {
        try {
            Class<?> main = Class.forName(name);
            return EmbeddedExtension.builder().withId(main.getSimpleName()).withName(main.getSimpleName()).withVersion("1")
                    .withPriority(0).withStartPriority(1_000).withAuthor("test")
                    .withExtensionMain((ExtensionMain) instance(main, shared)).build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the extension " + name + " cannot be made", e);
        }
    }

    private static Object instance(Class<?> main, Object shared) throws ReflectiveOperationException {
        for (Constructor<?> constructor : main.getConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Map.class) {
                return constructor.newInstance(shared);
            }
        }
        return main.getConstructor().newInstance();
    }
}
