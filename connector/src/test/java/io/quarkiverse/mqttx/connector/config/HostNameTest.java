package io.quarkiverse.mqttx.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write for a host besides its name is refused with what would be right, and not looked up for ever. */
class HostNameTest {

    private static final String ALONE = "use a host name or an IP address alone";

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "broker.example.org", "broker.example.org.", "my_broker", "10.0.0.1", "::1", "[::1]",
            "fe80::1%eth0", "2001:db8::1", "::ffff:10.0.0.1", " localhost ", "bücher.example", "1883" })
    void takesNamesAndAddresses(String host) {
        assertThat(TestConfiguration.incoming("host", host).read().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost:1883          | , and the attribute port: host=localhost and port=1883
            10.0.0.1:1884           | , and the attribute port: host=10.0.0.1 and port=1884
            [::1]:1883              | , and the attribute port: host=::1 and port=1883
            localhost:              | , and the attribute port: host=localhost
            mqtt://a                | : host=a; for a URI there is the attribute servers
            tcp://localhost:1883    | , and the attribute port: host=localhost and port=1883; for a URI there is the attribute servers
            mqtts://a:8883          | , and the attribute port: host=a, port=8883 and ssl=true; for a URI there is the attribute servers
            SSL://a                 | : host=a and ssl=true; for a URI there is the attribute servers
            mqtt://[fe80::1]:1883/  | , and the attribute port: host=fe80::1 and port=1883; for a URI there is the attribute servers
            localhost/              | : host=localhost
            localhost/mqtt          | : host=localhost
            localhost:70000         | ; for a URI there is the attribute servers
            a:b:c                   | ; for a URI there is the attribute servers
            two words               | ; for a URI there is the attribute servers
            a..b                    | ; for a URI there is the attribute servers
            .a                      | ; for a URI there is the attribute servers
            a%20b                   | ; for a URI there is the attribute servers
            a?b                     | ; for a URI there is the attribute servers
            [::1                    | ; for a URI there is the attribute servers
            """)
    void saysWhatWouldBeRight(String host, String remedy) {
        assertThat(TestConfiguration.incoming("host", host).problems())
                .containsExactly("channel 'in', attribute 'host', value '" + host + "': " + ALONE + remedy);
        assertThat(TestConfiguration.outgoing("host", host, "port", "1884").problems()).hasSize(1);
    }

    @Test
    void severalHostsAreServers() {
        assertThat(TestConfiguration.incoming("host", "a,b").problems()).containsExactly("channel 'in', attribute 'host',"
                + " value 'a,b': names several hosts; use a host name or an IP address alone, or the attribute servers, as in"
                + " servers=mqtt://first:1883,mqtt://second:1883");
    }

    @ParameterizedTest
    @ValueSource(strings = { "ann:hunter2@a", "mqtt://ann:hunter2@a", "mqtt://ann:hunter/2@a:1883", "ann:hun,ter2@a" })
    void showsNoPasswordThatIsInAHost(String host) {
        assertThat(TestConfiguration.incoming("host", host).problems()).singleElement().asString()
                .contains("has user and password before the host").contains("...@a").doesNotContain("hunter", "ter2");
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost:1883", "mqtt://a%20b:1883", "mqtt://a..b", "mqtt://::1:1883", "mqtt://a:1883:1884",
            "mqtt:a:1883", "mqtt://a,b:1883", "mqtt://a/b" })
    void aServerIsAUriWithAHost(String servers) {
        assertThat(TestConfiguration.incoming("servers", servers).problems()).allMatch(problem -> problem
                .contains("use a comma-separated list like mqtt://host:1883,mqtts://host:8883"));
    }

    @Test
    void whatIsWrongOnTheConnectorOrOfAClientIsFoundAsWell() {
        assertThat(TestConfiguration.incoming().outgoingChannel("out").connector("host", "localhost:1883").problems())
                .containsExactly("connector 'smallrye-mqtt-x', attribute 'host', value 'localhost:1883': " + ALONE
                        + ", and the attribute port: host=localhost and port=1883");
        assertThat(TestConfiguration.incoming().property("mp.messaging.client.desk.host", "localhost:1883").problems())
                .singleElement().asString().startsWith("client 'desk', attribute 'host', value 'localhost:1883': ");
    }

    @Test
    void theNameForTlsIsThatOfAHost() {
        assertThat(TestConfiguration.incoming("ssl", "true", "server-name", "broker:8883").problems()).containsExactly(
                "channel 'in', attribute 'server-name', value 'broker:8883': use the host name alone that the broker's"
                        + " certificate is for");
    }
}
