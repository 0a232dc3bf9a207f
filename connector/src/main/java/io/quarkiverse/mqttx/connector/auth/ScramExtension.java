package io.quarkiverse.mqttx.connector.auth;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;

/** Leaves the mechanisms out whose library is missing, where no Quarkus does. */
public class ScramExtension implements Extension {

    void leaveOut(@Observes ProcessAnnotatedType<? extends Scram> mechanism) {
        if (!ScramLibrary.isThere()) {
            mechanism.veto();
        }
    }
}
