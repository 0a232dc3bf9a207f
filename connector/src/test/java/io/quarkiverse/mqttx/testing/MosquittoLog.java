package io.quarkiverse.mqttx.testing;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has published a QoS 2 message twice, as mosquitto's log has it: the sender that does so again after PUBREL, or under
 * another packet identifier, which MQTT-5.0 §4.3.3 forbids and a receiver cannot notice. Mosquitto 2.0.11 does it now and then
 * after a restart.
 */
public final class MosquittoLog {

    private static final Pattern LINE = Pattern.compile("(Sending|Received) (PUBLISH|PUBREL) (?:to|from) (\\S+)"
            + " \\((?:d(\\d), q(\\d), r\\d, )?(?:m|Mid: )(\\d+)(?:, '([^']*)')?");

    private MosquittoLog() {
    }

    /** How many messages of the topic mosquitto has sent twice to the client, if there are so many in all. */
    public static int sentTwice(String log, String client, String topic, int messages) {
        return publishedTwice(log, "Sending", client, topic, messages);
    }

    /** How many messages of the topic the client has sent twice to mosquitto, if there are so many in all. */
    public static int receivedTwice(String log, String client, String topic, int messages) {
        return publishedTwice(log, "Received", client, topic, messages);
    }

    private static int publishedTwice(String log, String direction, String client, String topic, int messages) {
        Set<String> released = new HashSet<>();
        int anew = 0;
        int afterRelease = 0;
        for (Matcher line = LINE.matcher(log); line.find();) {
            if (!line.group(1).equals(direction) || !line.group(3).equals(client)) {
                continue;
            }
            String packetId = line.group(6);
            boolean counts = "2".equals(line.group(5)) && topic.equals(line.group(7));
            if (line.group(2).equals("PUBREL")) {
                released.add(packetId);
            } else if (line.group(4).equals("0")) {
                released.remove(packetId);
                anew += counts ? 1 : 0;
            } else if (released.contains(packetId) && counts) {
                afterRelease++;
            }
        }
        return Math.max(0, anew - messages) + afterRelease;
    }
}
