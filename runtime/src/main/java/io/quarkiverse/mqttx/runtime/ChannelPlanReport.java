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

    /** At level DEBUG the plan is printed. */
    private static final Logger PLAN = Logger.getLogger("io.quarkiverse.mqttx.plan");

    private static final String CONNECTOR = ".connector";

    void report(@Observes StartupEvent start, ChannelPlan plan, Config config) {
        if (PLAN.isDebugEnabled()) {
            PLAN.debug(plan.describe());
        }
        // A set, because each property has two names
        Set<ChannelKey> unwired = new LinkedHashSet<>();
        for (String property : config.getPropertyNames()) {
            ChannelKey key = property.endsWith(CONNECTOR) ? ChannelKey.parse(property) : null;
            if (key != null && key.attribute().equals("connector") && !isWired(key, plan)
                    && config.getOptionalValue(property, String.class).filter(MqttConnector.NAME::equals).isPresent()) {
                unwired.add(key);
            }
        }
        unwired.forEach(ChannelPlanReport::warn);
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
