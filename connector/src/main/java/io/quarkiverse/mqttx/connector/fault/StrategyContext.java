package io.quarkiverse.mqttx.connector.fault;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.spi.FailureContext;

/** What the strategies of the connector itself have to work with: the attributes of the channel, too. */
public interface StrategyContext extends FailureContext {

    IncomingSettings settings();
}
