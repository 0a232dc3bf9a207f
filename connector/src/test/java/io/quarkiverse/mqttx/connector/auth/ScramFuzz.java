package io.quarkiverse.mqttx.connector.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.ongres.scram.common.ScramMechanism;

/**
 * Arbitrary messages of a SCRAM server: the first line is the challenge, in which {@code N} stands for our nonce, the second
 * the
 * final message. It must end in an exception, which ends the attempt to connect, and never in acceptance, a hang, or an error.
 */
public final class ScramFuzz {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ScramFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] lines = new String(data, StandardCharsets.UTF_8).split("\n", 2);
        ScramExchange exchange = new ScramExchange(ScramMechanism.SCRAM_SHA_256, "user", "pencil");
        String first = new String(exchange.start().await().atMost(PATIENCE), StandardCharsets.UTF_8);
        String nonce = first.substring(first.lastIndexOf("r=") + 2);
        try {
            exchange.respond(lines[0].replace("N", nonce).getBytes(StandardCharsets.UTF_8)).await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            // whatever it is, it ends the attempt to connect; and so must what follows
        }
        try {
            exchange.verify(lines.length < 2 ? null : lines[1].getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            return;
        }
        throw new AssertionError("a server that cannot know the password was believed");
    }
}
