package io.quarkiverse.mqttx.connector.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.IncomingMqttMetadata;
import io.quarkiverse.mqttx.api.PayloadConversionException;
import io.quarkiverse.mqttx.connector.config.model.FailureSettings.CodeOfException;
import io.quarkiverse.mqttx.connector.message.Metadatas;
import io.smallrye.reactive.messaging.providers.ProcessingException;

class ReasonCodeOfExceptionTest {

    private static final List<CodeOfException> CODES = List.of(new CodeOfException("java.lang.RuntimeException", 0x83),
            new CodeOfException("java.io.IOException", 0x97), new CodeOfException("java.lang.IllegalArgumentException", 0x90));

    private static final IncomingMqttMetadata MESSAGE = Metadatas.incoming("in", "t");

    private static int code(Throwable reason) {
        return Reject.code(CODES, reason, MESSAGE);
    }

    @Test
    void theNearestClassCounts() {
        assertThat(code(new IllegalArgumentException())).isEqualTo(0x90);
        assertThat(code(new NumberFormatException())).isEqualTo(0x90);
        assertThat(code(new IllegalStateException())).isEqualTo(0x83);
        assertThat(code(new FileNotFoundException())).isEqualTo(0x97);
        assertThat(code(new Exception())).isEqualTo(0x80);
    }

    @Test
    void theCauseCountsWhereTheExceptionItselfHasNone() {
        assertThat(code(new Exception(new IOException()))).isEqualTo(0x97);
        assertThat(code(new IllegalStateException(new IOException()))).isEqualTo(0x83);
    }

    @Test
    void whatOthersHaveWrappedAroundItDoesNotCount() {
        assertThat(code(new ProcessingException("m", new InvocationTargetException(new IOException())))).isEqualTo(0x97);
        assertThat(code(new CompletionException(new IOException()))).isEqualTo(0x97);
    }

    @Test
    void aPayloadThatCannotBeConvertedHasACodeOfItsOwn() {
        PayloadConversionException conversion = new PayloadConversionException("no", new IOException(), MESSAGE);
        assertThat(code(conversion)).isEqualTo(0x99);
        assertThat(Reject.code(List.of(new CodeOfException(PayloadConversionException.class.getName(), 0x80)), conversion,
                MESSAGE)).isEqualTo(0x80);
    }

    @Test
    void thePayloadOfAnotherMessageSaysNothingOfThisOne() {
        assertThat(Reject.code(List.of(), new PayloadConversionException("not to be sent", null), MESSAGE)).isEqualTo(0x80);
        assertThat(Reject.code(List.of(),
                new PayloadConversionException("a reply", null, Metadatas.incoming("in", "t")), MESSAGE)).isEqualTo(0x80);
    }

    @Test
    void anEndlessChainOfCausesHasAnEnd() {
        Exception one = new Exception();
        Exception other = new Exception(one);
        one.initCause(other);
        assertThat(code(one)).isEqualTo(0x80);
    }
}
