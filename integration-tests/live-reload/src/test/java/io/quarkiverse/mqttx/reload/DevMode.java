package io.quarkiverse.mqttx.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

import io.quarkus.test.QuarkusDevModeTest;

/** The application in development: its files, its log, and requests to it, each of which looks for changes first. */
final class DevMode {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PROPERTIES = "application.properties";

    private DevMode() {
    }

    /** @param properties lines of {@code application.properties}, on top of those for {@link Meter} */
    static QuarkusDevModeTest application(String properties) {
        return new QuarkusDevModeTest()
                .withApplicationRoot(jar -> addFiles(jar, properties))
                .setLogRecordPredicate(DevMode::isKept);
    }

    /**
     * What the client logs day in, day out, holds objects of connections that are no more, and {@link Footprint} counts these.
     */
    private static boolean isKept(LogRecord record) {
        return !isOfClient(record) || record.getLevel().intValue() >= Level.WARNING.intValue();
    }

    private static boolean isOfClient(LogRecord record) {
        return "io.quarkiverse.mqttx.connection".equals(record.getLoggerName());
    }

    private static void addFiles(JavaArchive jar, String properties) {
        jar.addClass(Meter.class).addAsResource(new StringAsset("""
                quarkus.http.port=0
                quarkus.compose.devservices.enabled=false
                quarkus.log.category."io.quarkiverse.mqttx.connector.connection.SubscriptionState".level=DEBUG
                mp.messaging.connector.smallrye-mqtt-x.client-id=meter
                mp.messaging.incoming.readings.topic=readings/0
                mp.messaging.incoming.readings.qos=1
                mp.messaging.incoming.readings.keep-alive-seconds=60
                """ + properties), PROPERTIES);
    }

    /** Changes a property, which the next request or message notices. */
    static void change(QuarkusDevModeTest application, String property, String value) {
        application.modifyResourceFile(PROPERTIES,
                text -> text.replaceFirst("(?m)^" + Pattern.quote(property) + "=.*$", property + "=" + value));
    }

    /** Changes an attribute of the channel. */
    static void changeChannel(QuarkusDevModeTest application, String attribute, String value) {
        change(application, "mp.messaging.incoming.readings." + attribute, value);
    }

    /** Changes the code, which the next request or message notices. */
    static void changeCode(QuarkusDevModeTest application, String before, String after) {
        application.modifySourceFile(Meter.class, text -> text.replace(before, after));
    }

    static HttpResponse<String> request(URI uri) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the application's instances have processed so far, each line with the instance that did it. */
    static List<String> processed(QuarkusDevModeTest application) {
        return messages(application, record -> Meter.LOG.equals(record.getLoggerName()));
    }

    /** Blocks until the broker has confirmed so many subscriptions in all. */
    static void awaitSubscriptions(QuarkusDevModeTest application, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log(application))
                .filteredOn(line -> line.startsWith("Channel 'readings': subscribed to")).hasSize(count));
    }

    /** What the client has warned of, such as a connection that was lost. */
    static List<String> warningsOfClient(QuarkusDevModeTest application) {
        return messages(application, DevMode::isOfClient);
    }

    /** What was logged; of the client warnings only. */
    static List<String> log(QuarkusDevModeTest application) {
        return messages(application, record -> true);
    }

    private static List<String> messages(QuarkusDevModeTest application, Predicate<LogRecord> which) {
        return List.copyOf(application.getLogRecords()).stream().filter(which)
                .map(record -> ExtLogRecord.wrap(record).getFormattedMessage()).toList();
    }
}
