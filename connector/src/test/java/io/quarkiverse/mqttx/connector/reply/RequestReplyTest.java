package io.quarkiverse.mqttx.connector.reply;

import static io.quarkiverse.mqttx.connector.reply.Calculator.PATIENCE;
import static io.quarkiverse.mqttx.connector.reply.Calculator.answering;
import static io.quarkiverse.mqttx.connector.reply.Calculator.asking;
import static io.quarkiverse.mqttx.connector.reply.Calculator.attribute;
import static io.quarkiverse.mqttx.connector.reply.Calculator.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.quarkiverse.mqttx.api.MqttRequestReply;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.connector.TestApplication;
import io.quarkiverse.mqttx.connector.reply.Calculator.Adder;
import io.quarkiverse.mqttx.connector.reply.Calculator.Answer;
import io.quarkiverse.mqttx.connector.reply.Calculator.Asker;
import io.quarkiverse.mqttx.connector.reply.Calculator.Question;
import io.quarkiverse.mqttx.testing.Brokers;
import io.quarkiverse.mqttx.testing.BrokersAndVersions;
import io.quarkiverse.mqttx.testing.TestBroker;
import io.smallrye.mutiny.Uni;

/** Requests and their replies on real brokers, in all versions and between them. */
@Tag("broker")
class RequestReplyTest {

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void aRequestGetsItsReply(TestBroker broker, ProtocolVersion version) {
        broker.start();
        try (TestApplication application = new TestApplication(broker)) {
            String attribute = attribute(version);
            asking(answering(application, Adder.class, "version", attribute), "version", attribute).start();
            awaitReady(application);

            assertThat(application.get(Asker.class).ask(1, 2)).isEqualTo(new Answer(3));
            assertThat(application.get(Asker.class).questions().getPendingReplies()).isEmpty();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(BrokersAndVersions.class)
    void aThousandRequestsAtOnceGetEachItsOwnReply(TestBroker broker, ProtocolVersion version) {
        broker.start();
        try (TestApplication application = new TestApplication(broker)) {
            String attribute = attribute(version);
            asking(answering(application, Adder.class, "version", attribute), "version", attribute, "reply-timeout-seconds",
                    "30").start();
            awaitReady(application);
            MqttRequestReply<Question, Answer> questions = application.get(Asker.class).questions();

            List<Answer> answers = Uni.join().all(IntStream.range(0, 1000)
                    .mapToObj(i -> questions.request(new Question(i, 1))).toList()).andFailFast().await().atMost(PATIENCE);

            assertThat(answers).isEqualTo(IntStream.range(0, 1000).mapToObj(i -> new Answer(i + 1)).toList());
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Brokers.class)
    void aRequesterOfMqtt311GetsTheReplyOfAReplierOfMqtt5(TestBroker broker) {
        broker.start();
        try (TestApplication application = new TestApplication(broker)) {
            asking(answering(application, Adder.class, "version", "5"), "version", "3.1.1").start();
            awaitReady(application);

            assertThat(application.get(Asker.class).ask(1, 2)).isEqualTo(new Answer(3));
        }
    }

}
