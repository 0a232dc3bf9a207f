package io.quarkiverse.mqttx.sample;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** In the JVM of the test, where the version is agreed on; {@link OnMosquittoIT} has each version, as it is packaged. */
@QuarkusTest
@TestProfile(OnMosquittoTest.Broker.class)
class OnMosquittoTest extends MosquittoTests {

    @Override
    String version() {
        return "5";
    }

    public static class Broker implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.mqtt-x.devservices.enabled", "false");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Mosquitto.class));
        }
    }
}
