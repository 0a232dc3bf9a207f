package io.quarkiverse.mqttx.sample;

import java.util.Map;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(PackagedMqtt31IT.Version.class)
class PackagedMqtt31IT extends HouseTests {

    private static final String VERSION = "3.1";

    @Override
    String version() {
        return VERSION;
    }

    public static class Version implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(PackagedApplication.CONNECTOR + "version", VERSION);
        }
    }
}
