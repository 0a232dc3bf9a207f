package io.quarkiverse.mqttx.deployment.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Sees the JDK, the broker's own jars and SLF4J, and nothing of the application: whatever Netty, logging or Micrometer the
 * application brings, the broker has its own. SLF4J is shared so that the broker's warnings reach the application's log.
 */
final class IsolatedBrokerClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader outside;
    private final String brokerClass;

    /**
     * @param libraries the broker's jars
     * @param outside gives the bytes of the broker class, and SLF4J
     * @param brokerClass the one class of ours that is defined in here
     */
    IsolatedBrokerClassLoader(List<URL> libraries, ClassLoader outside, String brokerClass) {
        super("mqtt-dev-services-broker", libraries.toArray(URL[]::new), new SharedSlf4j(outside));
        this.outside = outside;
        this.brokerClass = brokerClass;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.equals(brokerClass)) {
            return super.findClass(name);
        }
        try (InputStream in = outside.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** The JDK, and SLF4J from outside. */
    private static final class SharedSlf4j extends ClassLoader {

        private final ClassLoader outside;

        SharedSlf4j(ClassLoader outside) {
            super(ClassLoader.getPlatformClassLoader());
            this.outside = outside;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.slf4j.")) {
                return outside.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
