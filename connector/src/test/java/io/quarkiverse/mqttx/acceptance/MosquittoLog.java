package io.quarkiverse.mqttx.acceptance;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What mosquitto says it has sent. Mosquitto 2.0.11 publishes some QoS 2 messages again after a restart although their exchange
 * had gone on to PUBREL, which is what MQTT-5.0 §4.3.3 forbids a sender and a receiver cannot notice.
 */
final class MosquittoLog {

    private static final Pattern SENT = Pattern
            .compile("Sending (PUBLISH|PUBREL) to (\\S+) \\((?:d(\\d), q(\\d), r\\d, )?m(\\d+)(?:, '([^']*)')?.*");

    private MosquittoLog() {
    }

    /**
     * How many QoS 2 messages of the topic it has published twice by itself: again after PUBREL, or as new although there are
     * no
     * more messages.
     *
     * @param messages how many messages there are
     */
    static int publishedTwice(String log, String client, String topic, int messages) {
        Set<String> released = new HashSet<>();
        int anew = 0;
        int afterRelease = 0;
        for (Matcher sent = SENT.matcher(log); sent.find();) {
            if (!sent.group(2).equals(client)) {
                continue;
            }
            String packetId = sent.group(5);
            if (sent.group(1).equals("PUBREL")) {
                released.add(packetId);
            } else if (sent.group(3).equals("0")) {
                released.remove(packetId);
                anew += isOf(sent, topic) ? 1 : 0;
            } else if (released.contains(packetId) && isOf(sent, topic)) {
                afterRelease++;
            }
        }
        return anew - messages + afterRelease;
    }

    private static boolean isOf(Matcher publish, String topic) {
        return publish.group(4).equals("2") && topic.equals(publish.group(6));
    }
}
