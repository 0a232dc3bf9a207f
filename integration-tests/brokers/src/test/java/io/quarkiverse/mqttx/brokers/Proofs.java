package io.quarkiverse.mqttx.brokers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.RawClient;

/** How limits are shown: by bytes on a socket. Each proof returns what the broker did. */
final class Proofs {

    /** What {@link #topicAliases} finds when all is well. */
    static final String ALIAS = "an alias";

    /** How long a broker may take for what is said not to come. */
    private static final int SILENCE_MILLIS = 1_000;
    /** How long a broker may take for what is to come. */
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int ATTEMPTS = 5;
    private static final int MESSAGES = 200;
    private static final int AT_LEAST_ONCE = 1;
    private static final int EXACTLY_ONCE = 2;

    private Proofs() {
    }

    /** What it answers to a CONNECT of the cell's version. */
    static String connect(Cell cell) {
        RawClient client = cell.socket(cell.version());
        String answer = client.connect(cell.clientId(), true, cell.contestant().username(), cell.contestant().password(), "");
        return answer.equals(RawClient.CLOSED) ? answer : answer + ", " + client.next();
    }

    /** What it grants to a SUBSCRIBE of QoS 2. */
    static String subscribeAtQos2(Cell cell) {
        return "SUBSCRIBE of QoS 2: " + cell.raw().subscribe(cell.topic("a"), EXACTLY_ONCE, "");
    }

    /** What it answers to a PUBLISH of QoS 2. */
    static String publishAtQos2(Cell cell) {
        return "PUBLISH of QoS 2: " + cell.raw().publish(cell.topic("a"), EXACTLY_ONCE, false, "x", "").next();
    }

    /** What comes of a retained message when a filter that matches it is subscribed to. */
    static String retained(Cell cell, String filter) {
        cell.outside().publish(cell.topic("state"), new byte[1], AT_LEAST_ONCE, true);
        return subscribed(cell, cell.topic(filter), "SUBSCRIBE to " + filter, () -> {
        });
    }

    /** What comes of a message for a group when one client, the only member, has subscribed. */
    static String shared(Cell cell) {
        return subscribed(cell, "$share/group/" + cell.topic("work"), "SUBSCRIBE to $share/…",
                () -> cell.outside().publish(cell.topic("work"), new byte[1], AT_LEAST_ONCE, false));
    }

    /** The answer to SUBSCRIBE at QoS 1, and what comes then of what is published. */
    private static String subscribed(Cell cell, String filter, String what, Runnable publishing) {
        RawClient subscriber = cell.raw();
        String answer = subscriber.subscribe(filter, AT_LEAST_ONCE, "");
        for (int attempt = 1; attempt < ATTEMPTS && answer.equals(RawClient.CLOSED); attempt++) {
            // Moquette closes the connection of a client that is quicker than it
            subscriber = cell.raw();
            answer = subscriber.subscribe(filter, AT_LEAST_ONCE, "");
        }
        if (answer.equals(RawClient.CLOSED)) {
            return what + ": " + answer;
        }
        publishing.run();
        return what + ": " + shorten(answer) + ", " + begin(subscriber.next(SILENCE_MILLIS));
    }

    /** What it answers to a client that wants a session, and a name for it. */
    static String connectWithoutClientId(Cell cell) {
        return "CONNECT without client id and Clean Start: " + cell.socket(cell.version()).connect("", false,
                cell.contestant().username(), cell.contestant().password(), "11 00 00 00 78");
    }

    /** What comes of a message that is larger than the client takes. */
    static String maximumPacketSize(Cell cell) {
        RawClient client = cell.raw(cell.clientId(), "27 00 00 00 64");
        client.subscribe(cell.topic("in"), 0, "");
        cell.outside().publish(cell.topic("in"), new byte[200], AT_LEAST_ONCE, false);
        String packet = client.next(SILENCE_MILLIS);
        return "CONNECT with Maximum Packet Size 100: " + begin(packet)
                + (packet == null ? "" : " (" + packet.substring(packet.indexOf(' ')).trim().split(" ").length + " bytes)");
    }

    /** How many messages come to a client of Receive Maximum 5 before its acknowledgements, and behind them. */
    static String receiveMaximum(Cell cell) {
        RawClient client = cell.raw(cell.clientId(), "21 00 05");
        client.subscribe(cell.topic("in"), AT_LEAST_ONCE, "");
        cell.outside().publishAll(cell.topic("in"), 20, i -> new byte[] { (byte) i }, AT_LEAST_ONCE);
        List<String> first = identifiers(cell, client);
        client.send(first.stream().map(identifier -> "40 02 " + identifier).collect(Collectors.joining()));
        return "CONNECT with Receive Maximum 5: " + first.size() + " PUBLISH; behind PUBACK for all of these at once: "
                + identifiers(cell, client).size() + " PUBLISH";
    }

    private static List<String> identifiers(Cell cell, RawClient client) {
        int identifier = "PUBLISH 34 00 00 00 ".length() + 3 * cell.topic("in").length();
        List<String> identifiers = new ArrayList<>();
        for (String packet = client.next(SILENCE_MILLIS); packet != null; packet = client.next(SILENCE_MILLIS)) {
            identifiers.add(packet.substring(identifier, identifier + "00 00".length()));
        }
        return identifiers;
    }

    /** What stands for the topic when a message comes on it for the second time, and the client takes aliases. */
    static String topicAliases(Cell cell) {
        String topic = cell.topic("alias");
        RawClient client = cell.raw(cell.clientId() + "a", "22 00 0A");
        client.subscribe(topic, 0, "");
        cell.outside().publishAll(topic, 2, i -> new byte[1], 0);
        client.next();
        return client.next().contains(RawClient.hex(topic.getBytes(StandardCharsets.UTF_8)))
                ? "CONNECT with Topic Alias Maximum 10: the second PUBLISH has the topic in full"
                : ALIAS;
    }

    /** The properties of CONNACK that say what the broker does not do (MQTT-5.0 §3.2.2.3). */
    static String connAck(Cell cell, int property, String name) {
        RawClient client = cell.socket(cell.version());
        String answer = client.connect(cell.clientId(), true, cell.contestant().username(), cell.contestant().password(), "");
        String value = ConnAckProperties.value(answer, property);
        return "CONNACK: " + (value == null ? "no " + name : name + " " + value);
    }

    /** Whether all of 50 messages of QoS 2 come to a client of Receive Maximum 1 that completes each at once. */
    static String receiveMaximumAtQos2(Cell cell) {
        RawClient client = cell.raw(cell.clientId(), "21 00 01");
        client.subscribe(cell.topic("in"), EXACTLY_ONCE, "");
        cell.outside().publishAll(cell.topic("in"), 50, i -> new byte[] { (byte) i }, EXACTLY_ONCE);
        return complete(cell, client, 50) ? "all arrive"
                : "PUBLISH, PUBREC, PUBREL, PUBCOMP, and nothing more of 50 messages; PINGREQ: "
                        + client.send("C0 00").next();
    }

    /** What comes in a session when its client has completed all messages of QoS 2 in its earlier connection. */
    static String resumeAfterQos2(Cell cell) {
        RawClient client = cell.session();
        client.subscribe(cell.topic("in"), EXACTLY_ONCE, "");
        cell.outside().publishAll(cell.topic("in"), MESSAGES, i -> new byte[] { (byte) i }, EXACTLY_ONCE);
        if (!complete(cell, client, MESSAGES)) {
            return "not all arrive";
        }
        client.send("E0 00").close();
        return "after PUBCOMP for all " + MESSAGES + " messages, in the next connection: "
                + begin(cell.session().next(SILENCE_MILLIS));
    }

    /** What it says of the session of a client that has not released a QoS 2 message, and whether it takes the next for it. */
    static String halfPublished(Cell cell) {
        RawClient subscriber = cell.raw();
        subscriber.subscribe(cell.topic("out"), 0, "");
        RawClient dying = cell.lastingSession();
        dying.publish(cell.topic("out"), EXACTLY_ONCE, false, "old", "").next();
        dying.close();
        RawClient next = cell.socket(cell.version());
        String connAck = next.connect(cell.clientId(), false, cell.contestant().username(), cell.contestant().password(), "");
        next.publish(cell.topic("out"), EXACTLY_ONCE, false, "new", "").next();
        next.send("62 02 00 02").next();
        int arrived = 0;
        while (subscriber.next(SILENCE_MILLIS) != null) {
            arrived++;
        }
        return "after PUBLISH and PUBREC, in the next connection: " + connAck
                + "; another PUBLISH under the identifier, PUBREL: " + arrived + " of 2 messages arrive";
    }

    /** Answers PUBREC and PUBCOMP to all that comes; false when no more comes before so many messages are complete. */
    private static boolean complete(Cell cell, RawClient client, int messages) {
        int identifier = "PUBLISH 34 00 00 00 ".length() + 3 * cell.topic("in").length();
        int completed = 0;
        for (String packet = client.next(PATIENCE_MILLIS); packet != null; packet = client.next(PATIENCE_MILLIS)) {
            if (packet.startsWith("PUBREL ")) {
                client.send("70 02 " + packet.substring("PUBREL 62 02 ".length(), "PUBREL 62 02 00 00".length()));
                if (++completed == messages) {
                    return true;
                }
            } else {
                client.send("50 02 " + packet.substring(identifier, identifier + "00 00".length()));
            }
        }
        return false;
    }

    /** A will with content type and expiry, as it arrives. */
    static String will(Cell cell) {
        RawClient watcher = cell.raw();
        watcher.subscribe(cell.topic("will"), 0, "");
        dieWithWill(cell, "", "02 00 00 02 58 03 00 01 74");
        return properties(cell, watcher.next());
    }

    /** Whether a will comes before the end of a session that is kept for an hour. */
    static String willWithSession(Cell cell) {
        RawClient watcher = cell.raw();
        watcher.subscribe(cell.topic("will"), 0, "");
        dieWithWill(cell, "11 00 00 0E 10", "");
        String atOnce = begin(watcher.next(SILENCE_MILLIS));
        dieWithWill(cell, "11 00 00 0E 10", "18 00 00 00 01");
        return "CONNECT with Session Expiry Interval 3600, no DISCONNECT: " + atOnce + "; with Will Delay Interval 1: "
                + begin(watcher.next());
    }

    private static void dieWithWill(Cell cell, String properties, String willProperties) {
        RawClient dying = cell.socket(ProtocolVersion.V5);
        dying.connectWithWill(cell.clientId(), properties, cell.topic("will"), "gone", willProperties);
        dying.close();
    }

    private static String properties(Cell cell, String publish) {
        return publish.replace(RawClient.hex(cell.topic("will").getBytes(StandardCharsets.UTF_8)), "<topic>");
    }

    /** The packet, but not what follows the third byte of a long one. */
    private static String shorten(String packet) {
        String[] parts = packet.split(" ");
        return parts.length <= 8 ? packet : String.join(" ", Arrays.asList(parts).subList(0, 4)) + " …";
    }

    /** The name of the packet and its first byte, which has the flags. */
    private static String begin(String packet) {
        if (packet == null) {
            return "no PUBLISH within a second";
        }
        return packet.equals(RawClient.CLOSED) ? packet : packet.substring(0, packet.indexOf(' ') + 3) + " …";
    }
}
