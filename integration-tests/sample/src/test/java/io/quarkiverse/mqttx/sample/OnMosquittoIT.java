package io.quarkiverse.mqttx.sample;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.mqttx.testing.MosquittoBroker;

/** As it is packaged, with each version of MQTT. */
@ParameterizedClass
@ValueSource(strings = { "5", "3.1.1", "3.1" })
class OnMosquittoIT extends MosquittoTests {

    private static MosquittoBroker broker;
    private static PackagedApplication application;

    private final String version;

    OnMosquittoIT(String version) {
        this.version = version;
        uri = application.house().uri();
    }

    @BeforeParameterizedClassInvocation
    static void start(String version) {
        broker = new MosquittoBroker();
        broker.start();
        // As often as it does by itself: ten times as many readings keep a machine busy that has other things to do
        application = PackagedApplication.on(broker).property("sample.interval", "1s").connector("version", version).start();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        application.close();
        broker.close();
    }

    @Override
    String version() {
        return version;
    }
}
