package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(Mqtt31OnMosquittoTest.Broker.class)
class Mqtt31OnMosquittoIT extends MosquittoTests {

    @Override
    String version() {
        return "3.1";
    }
}
