package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.quarkiverse.mqttx.api.ProtocolVersion;

/**
 * Moquette in this JVM: a broker that speaks MQTT 3.1.1 and 3.1 only, and answers a CONNECT of MQTT 5 with
 * {@code 20 03 00 01 00}, a mix of both forms. It is here for that; under load it loses a message now and then. In memory only.
 */
public final class MoquetteBroker extends BrokerOptions {

    private Server server;

    @Override
    public String name() {
        return "moquette";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return !version.is5();
    }

    @Override
    public TestBroker persistent() {
        throw new UnsupportedOperationException("Moquette is used in memory only");
    }

    @Override
    public TestBroker user(String name, String password) {
        throw new UnsupportedOperationException("Moquette is used without users");
    }

    @Override
    public TestBroker mutualTls(Certificates.Identity server) {
        throw new UnsupportedOperationException("Moquette is used without clients' certificates");
    }

    @Override
    public TestBroker start() {
        if (server != null) {
            return this;
        }
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port()));
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.DATA_PATH_PROPERTY_NAME, directory().toString());
        // By default it reports its use to a server of its authors.
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        if (identity != null) {
            properties.setProperty(IConfig.SSL_PORT_PROPERTY_NAME, Integer.toString(tlsPort()));
            properties.setProperty(IConfig.JKS_PATH_PROPERTY_NAME, identity.serverJks().toString());
            properties.setProperty(IConfig.KEY_STORE_PASSWORD_PROPERTY_NAME, Certificates.PASSWORD);
            properties.setProperty(IConfig.KEY_MANAGER_PASSWORD_PROPERTY_NAME, Certificates.PASSWORD);
        }
        Server starting = new Server();
        try {
            starting.startServer(new MemoryConfig(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = starting;
        return this;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stopServer();
            server = null;
        }
    }
}
