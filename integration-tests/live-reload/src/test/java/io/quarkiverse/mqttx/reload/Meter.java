package io.quarkiverse.mqttx.reload;

import java.util.concurrent.CountDownLatch;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The application under development. Its log tells which of its instances has processed what. */
@Path("/meter")
public class Meter {

    static final String LOG = "meter";

    private static final String VERSION = "v0";

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

    @Incoming("readings")
    void read(String reading) throws InterruptedException {
        Logger.getLogger(LOG).info(INSTANCE + " " + reading);
        if (reading.equals("stuck")) {
            new CountDownLatch(1).await();
        }
    }
}
