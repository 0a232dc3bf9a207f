package io.quarkiverse.mqttx.testing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

import io.quarkiverse.mqttx.api.ProtocolVersion;

/** Apache ActiveMQ Artemis in this JVM: all versions, no installation. */
public final class ArtemisBroker extends BrokerOptions {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("org.apache.activemq");

    private final Map<String, Object> mqttOptions = new LinkedHashMap<>();
    private final ArtemisSecurity security = new ArtemisSecurity(users);
    private EmbeddedActiveMQ server;

    @Override
    public String name() {
        return "artemis";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return true;
    }

    @Override
    public ArtemisBroker persistent() {
        super.persistent();
        return this;
    }

    @Override
    public ArtemisBroker user(String name, String password) {
        super.user(name, password);
        return this;
    }

    /** Refuses to publish to topics that begin so, for all users; needs {@link #user}. */
    public ArtemisBroker denyPublish(String topicPrefix) {
        security.denyPublish(topicPrefix);
        return this;
    }

    /** Refuses subscriptions to filters that begin so, for all users; needs {@link #user}. */
    public ArtemisBroker denySubscribe(String filterPrefix) {
        security.denySubscribe(filterPrefix);
        return this;
    }

    /** The Receive Maximum in CONNACK. */
    public ArtemisBroker receiveMaximum(int messages) {
        mqttOptions.put("receiveMaximum", messages);
        return this;
    }

    /** The Maximum Packet Size in CONNACK, in bytes. */
    public ArtemisBroker maximumPacketSize(int bytes) {
        mqttOptions.put("maximumPacketSize", bytes);
        return this;
    }

    /** The Topic Alias Maximum in CONNACK. */
    public ArtemisBroker topicAliasMaximum(int aliases) {
        mqttOptions.put("topicAliasMaximum", aliases);
        return this;
    }

    /** The Server Keep Alive in CONNACK. */
    public ArtemisBroker serverKeepAlive(int seconds) {
        mqttOptions.put("serverKeepAlive", seconds);
        return this;
    }

    @Override
    public TestBroker start() {
        if (server != null) {
            return this;
        }
        // Its audit log reports every message, and every look at a queue, at INFO
        LOG.setLevel(Level.SEVERE);
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ().setConfiguration(configuration());
        if (!users.isEmpty()) {
            starting.setSecurityManager(security);
        }
        try {
            starting.start();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis does not start", e);
        }
        server = starting;
        return this;
    }

    /** What waits in its queues: all messages, those given to a consumer, and the consumers. For runs that do not go on. */
    public String queues() {
        return server.getActiveMQServer().getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue()).filter(queue -> queue.getMessageCount() > 0)
                .map(queue -> queue.getName() + ": " + queue.getMessageCount() + " messages, " + queue.getDeliveringCount()
                        + " of them given to " + queue.getConsumerCount() + " consumers")
                .collect(Collectors.joining("; "));
    }

    @Override
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis does not stop", e);
        } finally {
            server = null;
        }
    }

    private Configuration configuration() {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("test");
        configuration.setJMXManagementEnabled(false);
        configuration.setSecurityEnabled(!users.isEmpty());
        if (!users.isEmpty()) {
            // Artemis asks its security manager only about addresses for which some role is known.
            configuration.getSecurityRoles().put("#", Set.of(allowAll()));
        }
        configuration.setCriticalAnalyzer(false);
        configuration.setMaxDiskUsage(-1);
        configuration.setGlobalMaxSize(-1);
        // Session expiry and will delay are looked at in this interval; 500 ms by default.
        configuration.setMqttSessionScanInterval(100);
        configuration.setPersistenceEnabled(persistent);
        if (persistent) {
            configuration.setJournalDirectory(directory().resolve("journal").toString());
            configuration.setBindingsDirectory(directory().resolve("bindings").toString());
            configuration.setPagingDirectory(directory().resolve("paging").toString());
            configuration.setLargeMessagesDirectory(directory().resolve("large").toString());
            configuration.setJournalType(JournalType.NIO);
            // A test stops the broker in an orderly way; waiting for the disk would only cost time.
            configuration.setJournalDatasync(false);
            configuration.setJournalSyncNonTransactional(false);
            configuration.setJournalSyncTransactional(false);
        }
        configuration.addAddressSetting("#", unbounded());
        configuration.addAcceptorConfiguration(acceptor("plain", port(), new HashMap<>()));
        if (identity != null) {
            configuration.addAcceptorConfiguration(acceptor("tls", tlsPort(), tlsParameters()));
        }
        return configuration;
    }

    private static AddressSettings unbounded() {
        return new AddressSettings()
                .setMaxSizeBytes(-1)
                .setMaxSizeMessages(-1)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                // By default a message that was delivered ten times in vain is dropped.
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0);
    }

    private TransportConfiguration acceptor(String name, int port, Map<String, Object> parameters) {
        parameters.put(TransportConstants.HOST_PROP_NAME, "127.0.0.1");
        parameters.put(TransportConstants.PORT_PROP_NAME, port);
        parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "MQTT");
        // Whoever stops it waits so many milliseconds for work of closed connections; 100 by default
        parameters.put(TransportConstants.QUIET_PERIOD, 0);
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, name, new HashMap<>(mqttOptions));
    }

    private Map<String, Object> tlsParameters() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
        parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, identity.serverPkcs12().toString());
        parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, Certificates.PASSWORD);
        if (clientCertificates) {
            parameters.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
            parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PKCS12");
            parameters.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, identity.serverTrustPkcs12().toString());
            parameters.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, Certificates.PASSWORD);
        }
        return parameters;
    }

    private static Role allowAll() {
        return new Role("all", true, true, true, true, true, true, true, true, true, true, true, true);
    }
}
