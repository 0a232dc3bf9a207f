package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(Mqtt311OnMosquittoTest.Broker.class)
class Mqtt311OnMosquittoIT extends MosquittoTests {

    @Override
    String version() {
        return "3.1.1";
    }
}
