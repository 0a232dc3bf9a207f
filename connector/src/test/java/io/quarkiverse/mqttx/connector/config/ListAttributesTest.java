package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.api.UserProperty;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.connector.config.attribute.Attribute;
import io.quarkiverse.mqttx.connector.config.attribute.Attributes;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** A list may be written as one property for each element, as YAML does. */
class ListAttributesTest {

    @Test
    void topicsAndWhatBelongsToEach() {
        TestConfiguration configuration = TestConfiguration.incoming("topic[0]", "a", "topic[1]", "b/+", "qos[0]", "1",
                "qos[1]", "2", "no-local[0]", "true", "no-local[1]", "false", "retain-as-published[0]", "true",
                "retain-handling[0]", "never", "failure-strategy[0]", "delayed-retry", "failure-strategy[1]", "ignore");

        assertThat(configuration.read().warnings()).isEmpty();
        assertThat(configuration.readIncoming().settings().subscription().filters()).extracting("filter", "qos", "noLocal",
                "retainAsPublished", "retainHandling").containsExactly(
                        tuple("a", 1, true, true, 2),
                        tuple("b/+", 2, false, true, 2));
        assertThat(configuration.readIncoming().settings().failure().strategies()).containsExactly("delayed-retry", "ignore");
    }

    @Test
    void whatMakesUpTheConnection() {
        TestConfiguration configuration = TestConfiguration.outgoing("user-properties[0]", "a=1", "user-properties[1]", "b=x,y")
                .connector("servers[0]", "mqtt://a").connector("servers[1]", "mqtts://b")
                .connector("reason-codes[0]", "0x97:stop");

        assertThat(configuration.read().warnings()).isEmpty();
        ChannelConfiguration<OutgoingSettings> read = configuration.readOutgoing();
        assertThat(read.settings().defaults().userProperties()).containsExactly(new UserProperty("a", "1"),
                new UserProperty("b", "x,y"));
        assertThat(read.connection().settings().servers()).containsExactly(new ServerAddress("a", 1883, false),
                new ServerAddress("b", 8883, true));
        assertThat(read.connection().settings().reconnect().reactions()).containsEntry(0x97, ReconnectAction.STOP);
    }

    @Test
    void everyAttributeThatIsAListMayHaveElements() {
        for (Attribute<?> attribute : Attributes.all()) {
            if (attribute.description().contains("omma-separated")) {
                assertThat(attribute.isList()).as(attribute.name()).isTrue();
            }
        }
    }

    @Test
    void ofAClientAsWell() {
        assertThat(TestConfiguration.incoming().property("mp.messaging.client.desk.servers[0]", "mqtt://desk").read().clients()
                .get("desk").connection().settings().servers()).containsExactly(new ServerAddress("desk", 1883, false));
    }

    @Test
    void fromTheEnvironment() {
        Map<String, String> variables = Map.of("MP_MESSAGING_INCOMING_IN_TOPIC_0_", "a", "MP_MESSAGING_INCOMING_IN_TOPIC_1_",
                "b");
        ConnectorConfiguration read = read(Map.of(), variables);

        assertThat(read.warnings()).isEmpty();
        assertThat(read.incoming().get("in").settings().subscription().filters()).extracting("filter").containsExactly("a",
                "b");
    }

    @Test
    void aWholeListFromFurtherAboveReplacesTheElements() {
        assertThat(read(Map.of("topic[0]", "a", "topic[1]", "b"), Map.of("MP_MESSAGING_INCOMING_IN_TOPIC", "c")).incoming()
                .get("in").settings().subscription().filters()).extracting("filter").containsExactly("c");
        assertThat(read(Map.of("topic", "c"), Map.of("MP_MESSAGING_INCOMING_IN_TOPIC_0_", "a")).incoming().get("in").settings()
                .subscription().filters()).extracting("filter").containsExactly("a");
    }

    @Test
    void whatTheChannelSetsWinsOverTheConnectorInBothForms() {
        assertThat(TestConfiguration.incoming("servers[0]", "mqtt://a").connector("servers", "mqtt://b").readIncoming()
                .connection().settings().servers()).extracting("host").containsExactly("a");
        assertThat(TestConfiguration.incoming("servers", "mqtt://a").connector("servers[0]", "mqtt://b").readIncoming()
                .connection().settings().servers()).extracting("host").containsExactly("a");
    }

    @Test
    void bothFormsInOnePlaceContradictEachOther() {
        assertThat(TestConfiguration.incoming("topic", "a", "topic[0]", "b").problems()).containsExactly("channel 'in',"
                + " attribute 'topic', value 'b': is set as a whole and by its elements, topic[0]; leave out one of the two");
        assertThat(TestConfiguration.incoming("topic", "a,b", "topic[0]", "a", "topic[1]", "b").read().warnings())
                .as("some sources give both").isEmpty();
    }

    @Test
    void noElementIsLeftOut() {
        assertThat(TestConfiguration.incoming("topic[0]", "a", "topic[2]", "b").problems()).containsExactly("channel 'in',"
                + " attribute 'topic', value 'a,b': has no element [1], but one after it; count the elements from 0");
    }

    @Test
    void whatIsNoListHasNoElements() {
        assertThat(TestConfiguration.outgoing("topic[0]", "a", "client-id[0]", "b").read().warnings()).containsExactly(
                "channel 'out', attribute 'client-id[0]': is not known and has no effect; did you mean client-id?",
                "channel 'out', attribute 'topic[0]': has no effect, because it belongs to incoming channels");
    }

    @Test
    void channelsWithListsOfTheirOwnShareTheReadingOfTheConnection() {
        ConnectorConfiguration read = TestConfiguration.incoming("topic[0]", "a").incomingChannel("more", "topic[0]", "b")
                .read();

        assertThat(read.incoming().get("in").connection().settings().asRead())
                .isSameAs(read.incoming().get("more").connection().settings().asRead());
    }

    private static ConnectorConfiguration read(Map<String, String> attributes, Map<String, String> variables) {
        Map<String, String> properties = new HashMap<>();
        properties.put("mp.messaging.incoming.in.connector", Attributes.CONNECTOR);
        attributes.forEach((name, value) -> properties.put("mp.messaging.incoming.in." + name, value));
        Config config = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(List.of(new PropertiesConfigSource(properties, "test", 100), new EnvConfigSource(variables, 300)))
                .build();
        return new ConfigurationReader(config, new TestConfiguration(), null).read();
    }
}
