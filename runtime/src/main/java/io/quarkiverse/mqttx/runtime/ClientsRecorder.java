package io.quarkiverse.mqttx.runtime;

import java.util.Set;
import java.util.function.Function;

import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;

import io.quarkiverse.mqttx.api.MqttClient;
import io.quarkiverse.mqttx.connector.MqttConnector;
import io.quarkiverse.mqttx.spi.InjectedClients;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Makes the clients that the application's code asks for. */
@Recorder
public class ClientsRecorder {

    /** @param name {@code null} for the only connection of the application */
    public Function<SyntheticCreationalContext<MqttClient>, MqttClient> client(String name) {
        return context -> context.getInjectedReference(MqttConnector.class, ConnectorLiteral.of(MqttConnector.NAME))
                .client(name);
    }

    /** @param any whether one is asked for without a name, or by names that the code does not tell */
    public RuntimeValue<InjectedClients> injected(Set<String> names, boolean any) {
        return new RuntimeValue<>(new InjectedClients(names, any));
    }
}
