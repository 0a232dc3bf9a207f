package io.quarkiverse.mqttx.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;

/** Says where to look. */
@ApplicationScoped
class Welcome {

    private static final Logger LOG = Logger.getLogger("sample");

    void onStart(@ObservesAsync HttpServerStart started, HttpServer server) {
        LOG.infof("The house is live: open %s in a browser", server.getLocalBaseUri());
    }
}
