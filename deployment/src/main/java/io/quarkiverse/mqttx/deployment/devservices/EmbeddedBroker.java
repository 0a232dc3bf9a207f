package io.quarkiverse.mqttx.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.List;
import java.util.function.IntSupplier;

/** The broker that Dev Services runs in this process when no container runtime is found. Survives live reloads. */
final class EmbeddedBroker implements DevBroker {

    private static final String HOST = "127.0.0.1";

    private static final String BROKER_CLASS = "io.quarkiverse.mqttx.deployment.devservices.ArtemisBroker";

    private final List<URL> libraries;
    private final int wantedPort;
    private final String why;

    private IsolatedBrokerClassLoader loader;
    private IntSupplier broker;
    private QuietLog log;

    /**
     * @param libraries see {@link BrokerLibraries}
     * @param wantedPort 0 for a free one
     * @param why it is this broker and no container
     */
    EmbeddedBroker(List<URL> libraries, int wantedPort, String why) {
        this.libraries = libraries;
        this.wantedPort = wantedPort;
        this.why = why;
    }

    @Override
    public void start() {
        // Its banner and audit lines say nothing a user of this extension needs
        log = QuietLog.warnings("org.apache.activemq");
        loader = new IsolatedBrokerClassLoader(libraries, EmbeddedBroker.class.getClassLoader(), BROKER_CLASS);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The broker looks its protocols up through the context class loader
        thread.setContextClassLoader(loader);
        try {
            Constructor<?> constructor = loader.loadClass(BROKER_CLASS).getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            broker = (IntSupplier) constructor.newInstance(wantedPort);
        } catch (InvocationTargetException e) {
            release();
            throw new IllegalStateException("Dev Services for MQTT: the embedded broker did not start"
                    + (wantedPort > 0 ? " on port " + wantedPort + ", see quarkus.mqtt-x.devservices.port" : ""), e.getCause());
        } catch (ReflectiveOperationException e) {
            release();
            throw new IllegalStateException("Dev Services for MQTT: the libraries of the embedded broker are not complete", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public String host() {
        return HOST;
    }

    @Override
    public int port() {
        return broker.getAsInt();
    }

    @Override
    public String description() {
        return "embedded broker on port " + port() + " (" + why + ")";
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() throws IOException {
        if (broker == null) {
            return;
        }
        try {
            ((AutoCloseable) broker).close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The embedded MQTT broker did not stop", e);
        } finally {
            release();
        }
    }

    private void release() {
        log.close();
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
