package io.quarkiverse.mqttx.connector.auth;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;

/** Outside Quarkus, leaves out the SCRAM mechanisms when their library is missing. */
public class ScramExtension implements Extension {

    void leaveOut(@Observes ProcessAnnotatedType<? extends Scram> mechanism) {
        if (!ScramLibrary.isThere()) {
            mechanism.veto();
        }
    }
}
