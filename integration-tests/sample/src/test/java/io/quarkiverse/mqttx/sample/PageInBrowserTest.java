package io.quarkiverse.mqttx.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

/** The page of the sample in a browser, with a server that acknowledges whatever it publishes. */
class PageInBrowserTest {

    /** Publishes twice, and notes what the page says in between. */
    private static final String USER = """
            <script>
            const notes = document.createElement('pre');
            document.body.append(notes);
            const until = async met => { while (!met()) await new Promise(later => setTimeout(later, 10)); };
            (async () => {
              form.requestSubmit();
              await until(() => answer.textContent);
              notes.append(`[first: ${answer.textContent}]`);
              form.requestSubmit();
              notes.append(`[while the second is awaited: ${answer.textContent}${answer.className}]`);
              await until(() => answer.textContent);
              notes.append(`[second: ${answer.textContent}]`);
            })();
            </script>
            """;

    @TempDir
    Path profile;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean page = exchange.getRequestURI().getPath().equals("/");
            boolean published = exchange.getRequestURI().getPath().equals("/api/messages");
            byte[] body = (page ? page() + USER : published ? "{\"qos\":1}" : "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", page ? "text/html; charset=utf-8" : "application/json");
            exchange.sendResponseHeaders(page || published ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void clearsTheAnswerToAnEarlierMessageWhileTheNextIsAwaited() throws Exception {
        Path browser = Stream.of("/usr/bin/chromium", "/usr/bin/google-chrome").map(Path::of).filter(Files::isExecutable)
                .findFirst().orElse(null);
        assumeTrue(browser != null, "there is no Chromium on this machine");
        Process process = new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + profile.resolve("user"), "--virtual-time-budget=5000", "--dump-dom",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/").redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            String dom = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(dom).containsPattern("\\[first: Acknowledged by the broker in \\d+ ms]"
                    + "\\[while the second is awaited: ]\\[second: Acknowledged by the broker in \\d+ ms]");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String page() throws IOException {
        try (InputStream page = PageInBrowserTest.class.getResourceAsStream("/META-INF/resources/index.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
