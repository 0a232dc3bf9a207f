package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(Mqtt5OnMosquittoTest.Broker.class)
class Mqtt5OnMosquittoIT extends MosquittoTests {

    @Override
    String version() {
        return "5";
    }
}
