package io.quarkiverse.mqttx.sample;

import java.util.Map;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A mosquitto as the application's broker. */
public class Mosquitto implements QuarkusTestResourceLifecycleManager {

    private static final String CONNECTOR = "mp.messaging.connector.smallrye-mqtt-x.";

    private final MosquittoBroker broker = new MosquittoBroker();
    private String version;
    private Map<String, String> properties = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        version = arguments.get("version");
    }

    @Override
    public Map<String, String> start() {
        broker.start();
        properties = Map.of(CONNECTOR + "host", broker.host(), CONNECTOR + "port", Integer.toString(broker.port()),
                CONNECTOR + "version", version);
        return properties;
    }

    @Override
    public void stop() {
        broker.close();
        // @QuarkusIntegrationTest leaves them in this JVM, and the next test would take them for its broker
        properties.keySet().forEach(System::clearProperty);
    }

    /** Skips the tests where it is not installed, before an application is started for them. */
    public static class Installed implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            for (String program : new String[] { "mosquitto", "mosquitto_pub", "mosquitto_sub" }) {
                if (MosquittoBroker.find(program) == null) {
                    String reason = "SKIPPED: " + program + " is not installed; install the packages mosquitto and"
                            + " mosquitto-clients to run the sample's tests against it";
                    if (context.getTestMethod().isEmpty()) {
                        System.out.println(reason);
                    }
                    return ConditionEvaluationResult.disabled(reason);
                }
            }
            return ConditionEvaluationResult.enabled("mosquitto is installed");
        }
    }
}
