package io.quarkiverse.mqttx.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;

import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded broker says nothing in the log of a test, whether its JVM was told to use the log manager of Quarkus or not. */
@Tag("broker")
class QuietBrokerTest {

    @ParameterizedTest
    @ValueSource(strings = { "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-Dno.log.manager" })
    void startsAndStopsWithoutAWord(String logManager) throws Exception {
        assertThat(outputOf(logManager, "quiet")).contains("started", "stopped").doesNotContain("AMQ", "activemq");
    }

    @Test
    void wouldSayMuchOtherwise() throws Exception {
        assertThat(outputOf("-Dno.log.manager", "loud")).contains("AMQ");
    }

    private static String outputOf(String logManager, String how) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", logManager, "-cp", System.getProperty("java.class.path"), Started.class.getName(),
                how)
                .redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes()).replace("\r", "");
        } finally {
            process.destroy();
        }
    }

    /** What the child process runs. */
    static final class Started {

        public static void main(String[] how) throws Exception {
            // As Quarkus does at the start of a test, whatever the log manager of the JVM is
            ConsoleHandler console = new ConsoleHandler(new PatternFormatter("%p [%c] %s%n"));
            console.setLevel(Level.ALL);
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            root.addHandler(console);
            if (how[0].equals("loud")) {
                new ArtemisBroker(0).close();
                System.exit(0);
            }
            EmbeddedBroker broker = new EmbeddedBroker(libraries(), 0, "for a test");
            broker.start();
            System.out.println("started");
            broker.close();
            System.out.println("stopped");
            System.exit(0);
        }

        private static List<URL> libraries() throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(new File(entry).toURI().toURL());
            }
            return urls;
        }
    }
}
