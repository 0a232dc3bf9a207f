package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** As it is packaged, in a process of its own. */
@QuarkusIntegrationTest
class PackagedIT extends HouseTests {

    @Override
    String version() {
        return "5";
    }
}
