package io.quarkiverse.mqttx.runtime;

import java.util.List;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Hands what the build found out to the running application. */
@Recorder
public class ChannelPlanRecorder {

    public RuntimeValue<ChannelPlan> plan(List<PlannedChannel> channels, List<String> unused) {
        return new RuntimeValue<>(new ChannelPlan(List.copyOf(channels), List.copyOf(unused)));
    }
}
