package io.quarkiverse.mqttx.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.mqttx.testing.ArtemisBroker;
import io.quarkiverse.mqttx.testing.JavaCommand;
import io.quarkiverse.mqttx.testing.MosquittoBroker;
import io.quarkiverse.mqttx.testing.TestBroker;

/** Two packaged applications, each in a process of its own: one asks a thousand questions at once, the other answers. */
class RequestReplyIT {

    private static final int AT_ONCE = 1000;
    private static final int IN_VAIN = 20;
    private static final int PATIENCE_SECONDS = 240;
    private static final String CONNECTOR = "-Dmp.messaging.connector.smallrye-mqtt-x.";

    @TempDir
    Path directory;

    /** Version of the requester, version of the replier. */
    static Stream<Arguments> brokersAndVersions() {
        return Stream.<TestBroker> of(new ArtemisBroker(), new MosquittoBroker())
                .flatMap(broker -> Stream.of(Arguments.of(broker, "5", "5"),
                        Arguments.of(broker, "3.1.1", "3.1.1"), Arguments.of(broker, "3.1.1", "5")));
    }

    @ParameterizedTest
    @MethodSource("brokersAndVersions")
    void eachRequestGetsItsReplyOrItsTimeOut(TestBroker broker, String requesterVersion, String replierVersion)
            throws Exception {
        broker.start();
        Process replier = start("replier", broker, List.of(CONNECTOR + "version=" + replierVersion));
        try {
            Process requester = start("requester", broker, List.of(CONNECTOR + "version=" + requesterVersion),
                    Integer.toString(AT_ONCE), Integer.toString(IN_VAIN));
            try {
                assertThat(requester.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(this::outputs).isTrue();
                List<String> counts = Files.readAllLines(output("requester")).stream()
                        .filter(line -> line.contains(" requests ")).toList();
                System.out.printf("%s, requester MQTT %s, replier MQTT %s%n  %s%n", broker.name(),
                        requesterVersion, replierVersion, String.join("\n  ", counts));
                assertThat(requester.exitValue()).as(this::outputs).isZero();
                assertThat(counts).hasSize(2).satisfiesExactly(
                        line -> assertThat(line).startsWith("1000 requests at once: 1000 right replies").endsWith(" 0 pending"),
                        line -> assertThat(line).isEqualTo(
                                "20 requests in vain: 20 timed out, 20 late replies dropped, 0 pending"));
            } finally {
                requester.destroyForcibly().waitFor();
            }
        } finally {
            replier.destroyForcibly().waitFor();
        }
    }

    private Process start(String application, TestBroker broker, List<String> options, String... arguments)
            throws IOException {
        List<String> command = JavaCommand.ofShortRun();
        command.addAll(List.of(CONNECTOR + "host=" + broker.host(), CONNECTOR + "port=" + broker.port()));
        command.addAll(options);
        command.addAll(List.of("-jar", System.getProperty(application)));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(application).toFile()).start();
    }

    private Path output(String application) {
        return directory.resolve(application + ".log");
    }

    private String outputs() {
        try {
            return Files.readString(output("requester")) + "\nThe replier:\n" + Files.readString(output("replier"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
