package io.quarkiverse.mqttx.runtime;

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
        for (String property : config.getPropertyNames()) {
            ChannelKey key = ChannelKey.parse(property);
            if (key != null && key.attribute().equals("connector") && !isWired(key, plan)
                    && config.getOptionalValue(property, String.class).filter(MqttConnector.NAME::equals).isPresent()) {
                LOG.warnf("%s=%s: no method and no injection point used the channel '%s' when the application was built, and it"
                        + " gets none at run time; correct the name, or build the application with the channel",
                        property, MqttConnector.NAME, key.channel());
            }
        }
    }

    private static boolean isWired(ChannelKey key, ChannelPlan plan) {
        return plan.uses(key.incoming(), key.channel())
                || plan.unused().contains(ChannelKey.property(key.incoming(), key.channel(), "connector"));
    }
}
