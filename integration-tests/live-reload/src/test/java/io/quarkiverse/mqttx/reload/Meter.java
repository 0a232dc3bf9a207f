package io.quarkiverse.mqttx.reload;

import java.util.concurrent.CountDownLatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/** The application under development. Its log tells which of its instances has processed what. */
@Path("/meter")
@ApplicationScoped
public class Meter {

    static final String LOG = "meter";

    private static final String VERSION = "v0";
    private static final boolean STARTS = true;
    private static final boolean GETS_STUCK = true;

    /** Another one after each reload, because the class is loaded anew. */
    private static final String INSTANCE = VERSION + "@" + System.identityHashCode(Meter.class.getClassLoader());

    @ConfigProperty(name = "mp.messaging.connector.smallrye-mqtt-x.port")
    int port;

    /** A request looks for changes, and is answered by the application that has them. */
    @GET
    public String instance() {
        return INSTANCE;
    }

    @GET
    @Path("broker")
    public int brokerPort() {
        return port;
    }

    /** Channels are wired, and connections opened, before. */
    void start(@Observes StartupEvent event) {
        if (!STARTS) {
            throw new IllegalStateException("does not start");
        }
    }

    @Incoming("readings")
    void read(String reading) throws InterruptedException {
        Logger.getLogger(LOG).info(INSTANCE + " " + reading);
        if (GETS_STUCK && reading.equals("stuck")) {
            new CountDownLatch(1).await();
        }
    }
}
