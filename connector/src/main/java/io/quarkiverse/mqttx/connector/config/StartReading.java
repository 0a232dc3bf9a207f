package io.quarkiverse.mqttx.connector.config;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.source.ConnectionPlan;
import io.quarkiverse.mqttx.connector.config.source.MessagingProperties;
import io.vertx.core.Vertx;

/**
 * Reads the configuration when the application starts. Where it is as the build has read it, no class is loaded that reads and
 * judges attributes.
 */
public final class StartReading {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx.plan");

    private final MessagingProperties root;
    private final ConnectionPlan plan;
    private final BeanLookup beans;
    private final Vertx vertx;
    /** {@code null} until something has to be read whole. */
    private ConfigurationReader reader;

    /**
     * @param plan what it says counts as long as nothing is set otherwise
     * @param vertx opens the key and trust stores
     */
    public StartReading(Config root, ConnectionPlan plan, BeanLookup beans, Vertx vertx) {
        this.root = MessagingProperties.of(root, beans.clients());
        this.plan = plan;
        this.beans = beans;
        this.vertx = vertx;
    }

    /**
     * All channels that are enabled, in the order of their names.
     *
     * @throws InvalidConfigurationException with all that is wrong
     */
    public ConnectorConfiguration read() {
        if (plan.complete() == null) {
            return reader().read();
        }
        ConnectorConfiguration planned = root.isAs(plan.complete()) ? new PlannedReading(root, plan, beans, vertx).read()
                : null;
        if (planned != null) {
            LOG.debug("The MQTT configuration is as the build has read it");
            return planned;
        }
        LOG.debug("The MQTT configuration is not as the build has read it, and is read again");
        return reader().read();
    }

    /**
     * A client that the configuration does not name: it has the attributes of the connector.
     *
     * @throws InvalidConfigurationException with all that is wrong
     */
    public ChannelConfiguration<IncomingSettings> client(String name) {
        return reader().client(name);
    }

    /** The channel that a concurrency copy, {@code name$1}, is a copy of; any other name as it is. */
    public String baseName(String channel) {
        return root.baseName(channel);
    }

    private ConfigurationReader reader() {
        if (reader == null) {
            reader = new ConfigurationReader(root, plan, beans, vertx);
        }
        return reader;
    }
}
