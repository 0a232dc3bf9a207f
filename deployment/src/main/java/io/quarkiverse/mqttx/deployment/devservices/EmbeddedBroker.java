package io.quarkiverse.mqttx.deployment.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.quarkus.deployment.builditem.Startable;

/** The broker that Dev Services runs in this process when no container runtime is found. Survives live reloads. */
final class EmbeddedBroker implements Startable {

    static final String HOST = "127.0.0.1";

    private static final String BROKER_CLASS = "io.quarkiverse.mqttx.deployment.devservices.ArtemisBroker";

    /** Held, because the log manager forgets loggers that nobody holds. The broker's banner says nothing a user needs. */
    private static final Logger BROKER_LOG = Logger.getLogger("org.apache.activemq");

    private final List<URL> libraries;
    private final int wantedPort;

    private IsolatedBrokerClassLoader loader;
    private IntSupplier broker;

    /**
     * @param libraries see {@link BrokerLibraries}
     * @param wantedPort 0 for a free one
     */
    EmbeddedBroker(List<URL> libraries, int wantedPort) {
        this.libraries = libraries;
        this.wantedPort = wantedPort;
    }

    @Override
    public void start() {
        if (BROKER_LOG.getLevel() == null) {
            BROKER_LOG.setLevel(Level.WARNING);
        }
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
            closeLoader();
            throw new IllegalStateException("Dev Services for MQTT: the embedded broker did not start"
                    + (wantedPort > 0 ? " on port " + wantedPort + ", see quarkus.mqtt-x.devservices.port" : ""), e.getCause());
        } catch (ReflectiveOperationException e) {
            closeLoader();
            throw new IllegalStateException("Dev Services for MQTT: the libraries of the embedded broker are not complete", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    int port() {
        return broker.getAsInt();
    }

    @Override
    public String getConnectionInfo() {
        return "mqtt://" + HOST + ":" + port();
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() throws IOException {
        try {
            ((AutoCloseable) broker).close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The embedded MQTT broker did not stop", e);
        } finally {
            closeLoader();
        }
    }

    private void closeLoader() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
