package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(Mqtt311OnMosquittoTest.Broker.class)
class Mqtt311OnMosquittoTest extends MosquittoTests {

    private static final String VERSION = "3.1.1";

    @Override
    String version() {
        return VERSION;
    }

    public static class Broker extends Profile {

        @Override
        String version() {
            return VERSION;
        }
    }
}
