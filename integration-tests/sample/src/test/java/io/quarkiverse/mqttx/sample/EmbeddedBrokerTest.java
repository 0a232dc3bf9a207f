package io.quarkiverse.mqttx.sample;

import io.quarkus.test.junit.QuarkusTest;

/** With the broker of Dev Services, as a newcomer starts it. */
@QuarkusTest
class EmbeddedBrokerTest extends HouseTests {

    @Override
    String version() {
        return "5";
    }
}
