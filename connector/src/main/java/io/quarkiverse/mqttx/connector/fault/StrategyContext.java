package io.quarkiverse.mqttx.connector.fault;

import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.spi.FailureContext;

/** The context of the strategies that the connector brings: also has the settings of the channel. */
public interface StrategyContext extends FailureContext {

    IncomingSettings settings();
}
