package io.quarkiverse.mqttx.brokers;

import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerOptions;
import io.quarkiverse.mqttx.testing.Certificates;
import io.quarkiverse.mqttx.testing.TestBroker;

/** ActiveMQ Classic in this JVM: MQTT 3.1.1 and 3.1. In memory, without users. */
final class ActiveMqBroker extends BrokerOptions {

    private BrokerService server;

    @Override
    public String name() {
        return "activemq";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return !version.is5();
    }

    @Override
    public TestBroker start() {
        BrokerService starting = new BrokerService();
        starting.setBrokerName("test");
        starting.setPersistent(false);
        starting.setUseJmx(false);
        starting.setUseShutdownHook(false);
        starting.setSchedulerSupport(false);
        starting.setAdvisorySupport(true);
        try {
            if (identity != null) {
                starting.setSslContext(sslContext());
                starting.addConnector("mqtt+nio+ssl://127.0.0.1:" + tlsPort());
            }
            starting.addConnector("mqtt+nio://127.0.0.1:" + port());
            starting.start();
            starting.waitUntilStarted();
        } catch (Exception e) {
            throw new IllegalStateException("ActiveMQ does not start", e);
        }
        server = starting;
        return this;
    }

    private SslContext sslContext() throws Exception {
        KeyStore store = KeyStore.getInstance(identity.serverPkcs12().toFile(), Certificates.PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Certificates.PASSWORD.toCharArray());
        return new SslContext(keys.getKeyManagers(), null, null);
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("ActiveMQ does not stop", e);
        } finally {
            server = null;
        }
    }
}
