package io.quarkiverse.mqttx.connector.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import com.ongres.scram.common.exception.ScramServerErrorException;

import io.quarkiverse.mqttx.spi.EnhancedAuthentication;
import io.quarkiverse.mqttx.topic.SafeText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * One authentication by SCRAM: client-first in CONNECT, server-first in AUTH, client-final in AUTH, server-final in CONNACK
 * (MQTT-5.0 §4.12, the example with SCRAM). Without channel binding, of which MQTT says nothing.
 */
final class ScramExchange implements EnhancedAuthentication.Exchange {

    /** What RFC 7677 §4 asks for at least; less would make the password cheap to guess from what is sent. */
    static final int LEAST_ITERATIONS = 4096;
    /** More takes seconds, which only a broker wants that means no good. */
    static final int MOST_ITERATIONS = 2_000_000;

    /** What was sent last. */
    private enum Step {
        NOTHING,
        FIRST,
        FINAL
    }

    private final String username;
    private final String password;
    private final ScramMechanism mechanism;
    private ScramClient client;
    private Step step = Step.NOTHING;

    ScramExchange(ScramMechanism mechanism, String username, String password) {
        this.mechanism = mechanism;
        this.username = username;
        this.password = password;
    }

    @Override
    public Uni<byte[]> start() {
        client = ScramClient.builder().advertisedMechanisms(List.of(mechanism.getName())).username(username)
                .password(password.toCharArray()).build();
        step = Step.FIRST;
        return Uni.createFrom().item(bytes(client.clientFirstMessage().toString()));
    }

    /** The password is hashed thousands of times, so not on the event loop. */
    @Override
    public Uni<byte[]> respond(byte[] challenge) {
        if (step != Step.FIRST) {
            return Uni.createFrom().failure(new IllegalStateException(text(challenge).startsWith("e=")
                    ? "the broker refuses it with " + SafeText.quote(text(challenge).substring(2))
                    : "the broker asks for more steps than " + mechanism.getName() + " has"));
        }
        step = Step.FINAL;
        return Uni.createFrom().item(() -> finish(text(challenge)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private byte[] finish(String serverFirst) {
        try {
            int iterations = client.serverFirstMessage(serverFirst).getIterationCount();
            if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
                throw new IllegalStateException("the broker asks for " + iterations + " iterations of the hash; between "
                        + LEAST_ITERATIONS + " and " + MOST_ITERATIONS + " are accepted");
            }
            return bytes(client.clientFinalMessage().toString());
        } catch (ScramException e) {
            throw new IllegalStateException("the broker's challenge is not what " + mechanism.getName() + " expects: "
                    + SafeText.ofMessage(e.getMessage()), e);
        }
    }

    @Override
    public void verify(byte[] data) throws ScramException {
        if (step != Step.FINAL || data == null) {
            throw new IllegalStateException("it accepts without a proof that it knows the password");
        }
        try {
            client.serverFinalMessage(text(data));
        } catch (ScramServerErrorException e) {
            throw new IllegalStateException("it refuses with " + SafeText.quote(e.getServerError().toString()), e);
        } catch (ScramInvalidServerSignatureException e) {
            throw new IllegalStateException("its proof that it knows the password is wrong, so it may not be the real"
                    + " broker", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
