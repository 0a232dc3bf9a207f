package io.quarkiverse.mqttx.session.simulation;

import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.mqttx.session.packet.Publish;

/**
 * The topic aliases of one connection at the broker: those of the client are checked, and the broker uses its own at random.
 */
final class BrokerAliases {

    private final World world;
    private final int brokersMaximum;
    private final int clientsMaximum;
    private final Map<Integer, String> fromClient = new HashMap<>();
    private final Map<Integer, String> toClient = new HashMap<>();

    /**
     * @param brokersMaximum how many the client may use
     * @param clientsMaximum how many the broker may use
     */
    BrokerAliases(World world, int brokersMaximum, int clientsMaximum) {
        this.world = world;
        this.brokersMaximum = brokersMaximum;
        this.clientsMaximum = clientsMaximum;
    }

    /** The message of the client with its topic. */
    Publish resolve(Publish publish) {
        int alias = publish.topicAlias();
        if (alias == 0) {
            world.check(!publish.topic().isEmpty(), "a PUBLISH without a topic", publish);
            return publish;
        }
        world.check(alias <= Math.min(brokersMaximum, world.scenario.settings.flow().outgoingTopicAliases()),
                "a topic alias above the maximum [MQTT-3.3.2-9]", publish);
        if (!publish.topic().isEmpty()) {
            fromClient.put(alias, publish.topic());
            return publish;
        }
        String topic = fromClient.get(alias);
        world.check(topic != null, "a topic alias that stands for nothing on this connection", publish);
        Publish resolved = publish.on(topic);
        world.check(topic.equals(world.ledger.sent(publish).publish.topic()), "a topic alias that stands for another topic",
                resolved);
        return resolved;
    }

    /** The message to the client with an alias, or as it is. */
    Publish use(Publish publish) {
        if (clientsMaximum == 0 || world.dice.chance(0.3)) {
            return publish;
        }
        int alias = world.dice.between(1, clientsMaximum);
        boolean known = publish.topic().equals(toClient.get(alias));
        toClient.put(alias, publish.topic());
        return publish.as(publish.packetId(), publish.duplicate(), known ? "" : publish.topic(), alias);
    }
}
