package io.quarkiverse.mqttx.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.vertx.http.HttpServerStart;

/** Says where to look. */
@ApplicationScoped
class Welcome {

    private static final Logger LOG = Logger.getLogger("sample");

    void onStart(@ObservesAsync HttpServerStart started) {
        LOG.infof("The house is live: open http://localhost:%d in a browser", started.options().getPort());
    }
}
