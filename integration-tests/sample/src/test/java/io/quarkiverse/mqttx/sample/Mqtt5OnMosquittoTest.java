package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(Mqtt5OnMosquittoTest.Broker.class)
class Mqtt5OnMosquittoTest extends MosquittoTests {

    private static final String VERSION = "5";

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
