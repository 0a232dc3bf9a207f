package io.quarkiverse.mqttx.client;

import java.util.List;

/** Which channels a line of the log is about. */
public final class ChannelNames {

    /** A connection of more channels names the first ones. */
    private static final int SHOWN = 5;

    private ChannelNames() {
    }

    /**
     * In brackets, to stand behind the name of the connection; empty where that says it already.
     *
     * @param connection its name: the client id, or a channel
     */
    public static String of(String connection, List<String> channels) {
        if (channels.isEmpty() || channels.size() == 1 && channels.get(0).equals(connection)) {
            return "";
        }
        StringBuilder text = new StringBuilder(channels.size() == 1 ? " (channel " : " (channels ");
        for (int i = 0; i < Math.min(channels.size(), SHOWN); i++) {
            text.append(i == 0 ? "" : ", ").append(channels.get(i));
        }
        if (channels.size() > SHOWN) {
            text.append(" and ").append(channels.size() - SHOWN).append(" more");
        }
        return text.append(')').toString();
    }
}
