package io.quarkiverse.mqttx.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkus.runtime.StartupEvent;

/** Compares the configuration at the start with what was wired when the application was built. */
@ApplicationScoped
public class ChannelPlanReport {

    private static final Logger LOG = Logger.getLogger(ChannelPlanReport.class);

    void report(@Observes StartupEvent start, ChannelPlan plan, Config config) {
        plan.channels().forEach(channel -> LOG.debugf("MQTT: %s", channel));
        // A set, because each property has two names
        Set<ChannelKey> connectors = new LinkedHashSet<>();
        for (String property : config.getPropertyNames()) {
            ChannelKey key = ChannelKey.parse(property);
            if (key != null && key.attribute().equals("connector")
                    && config.getOptionalValue(property, String.class).filter(MqttConnector.NAME::equals).isPresent()) {
                connectors.add(key);
            }
        }
        connectors.stream().filter(key -> !isWired(key, plan)).forEach(ChannelPlanReport::warn);
    }

    private static boolean isWired(ChannelKey key, ChannelPlan plan) {
        return plan.uses(key.incoming(), key.channel()) || plan.unused().contains(key.property());
    }

    private static void warn(ChannelKey key) {
        LOG.warnf(
                "%s=%s: no method and no injection point used the channel '%s' when the application was built, and it gets none"
                        + " at run time; correct the name, or build the application with the channel",
                key.property(),
                MqttConnector.NAME, key.channel());
    }
}
