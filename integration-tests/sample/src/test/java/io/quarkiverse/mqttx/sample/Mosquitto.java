package io.quarkiverse.mqttx.sample;

import java.util.Map;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A mosquitto as the application's broker. */
public class Mosquitto implements QuarkusTestResourceLifecycleManager {

    private final MosquittoBroker broker = new MosquittoBroker();

    @Override
    public Map<String, String> start() {
        broker.start();
        return Map.of(PackagedApplication.CONNECTOR + "host", broker.host(), PackagedApplication.CONNECTOR + "port",
                Integer.toString(broker.port()));
    }

    @Override
    public void stop() {
        broker.close();
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
