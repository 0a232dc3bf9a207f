package io.quarkiverse.mqttx.deployment.devservices;

import java.util.function.IntSupplier;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An Artemis that speaks MQTT 3.1, 3.1.1 and 5 on the loopback interface and keeps everything in memory. Loaded by
 * {@link IsolatedBrokerClassLoader} alone, so the rest of Dev Services knows it by types of the JDK only.
 */
final class ArtemisBroker implements IntSupplier, AutoCloseable {

    private static final String ACCEPTOR = "mqtt";

    private final EmbeddedActiveMQ server;

    /**
     * Starts the broker.
     *
     * @param port 0 for a free one
     */
    ArtemisBroker(int port) throws Exception {
        server = new EmbeddedActiveMQ().setConfiguration(configuration(port));
        server.start();
        // The broker logs what prevents it and returns as if nothing had happened
        if (!server.getActiveMQServer().isActive()) {
            server.stop();
            throw new IllegalStateException("The embedded MQTT broker cannot listen on 127.0.0.1:" + port);
        }
    }

    private static Configuration configuration(int port) throws Exception {
        AddressSettings settings = new AddressSettings()
                // No disk is used, so there is nothing to page to: a full broker says so instead
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                // A message that is never acknowledged comes back at each connection, as the specification wants it
                .setMaxDeliveryAttempts(-1)
                // Nobody reads these; without them the broker warns of each subscription
                .setDeadLetterAddress(SimpleString.of("dead-letters"))
                .setExpiryAddress(SimpleString.of("expired"));
        return new ConfigurationImpl()
                .setName("mqtt-dev-services")
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1)
                .addAddressSetting("#", settings)
                .addAcceptorConfiguration(ACCEPTOR,
                        "tcp://127.0.0.1:" + port + "?protocols=MQTT;useEpoll=false;useKQueue=false");
    }

    private NettyAcceptor acceptor() {
        return (NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR);
    }

    /** The port on which the broker listens. */
    @Override
    public int getAsInt() {
        return acceptor().getActualPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
