package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.vertx.core.json.JsonObject;

/** The same with mosquitto, and with its own command line programs as the world outside. */
@ExtendWith(Mosquitto.Installed.class)
abstract class MosquittoTests extends HouseTests {

    @Test
    void itsMessagesAreSeenByMosquittoSub() throws Exception {
        Process sub = run("mosquitto_sub", "-t", "sensors/kitchen/temperature", "-q", "1", "-C", "1", "-W", "30");

        JsonObject reading = new JsonObject(outputOf(sub));
        assertThat(reading.getString("sensor")).isEqualTo("kitchen");
        assertThat(reading.getDouble("celsius")).isBetween(20.0, 26.0);
    }

    @Test
    void seesAMessageOfMosquittoPub() throws Exception {
        try (PageEvents page = house.events()) {
            page.await("history", data -> true);
            outputOf(run("mosquitto_pub", "-t", "playground/" + sensor, "-q", "2", "-m", "Hello from a terminal"));

            JsonObject shown = page.await("message", data -> data.getString("topic").endsWith(sensor));
            assertThat(shown.getString("payload")).isEqualTo("Hello from a terminal");
            assertThat(shown.getInteger("qos")).isEqualTo(2);
        }
    }

    private Process run(String program, String... arguments) throws IOException {
        JsonObject connection = house.connection();
        List<String> command = new ArrayList<>(List.of(MosquittoBroker.find(program).toString(),
                "-h", connection.getString("host"), "-p", connection.getInteger("port").toString(), "-V", option()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The version as mosquitto's programs name it. */
    private String option() {
        return switch (version()) {
            case "5" -> "mqttv5";
            case "3.1.1" -> "mqttv311";
            default -> "mqttv31";
        };
    }

    private static String outputOf(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
