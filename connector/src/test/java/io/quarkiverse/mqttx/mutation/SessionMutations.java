package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of the session; the simulation must find each. */
final class SessionMutations {

    private SessionMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                // Inbound
                new Mutation("A QoS 2 message that comes again is known", "session.InboundFlow",
                        "if (isRedelivery(known, packet)) {",
                        "if (isRedelivery(known, packet) && packet.qos() != 2) {"),
                new Mutation("A message under a packet identifier that is known is told by its content", "session.InboundFlow",
                        " && sameContent(known.packet(), packet);",
                        ";"),
                new Mutation("Acknowledgements go out in the order of the messages", "session.InboundFlow",
                        "message.acknowledged = true;\n        if (message.connection == connection) {",
                        "message.acknowledged = true;\n        if (message.connection == connection) {"
                                + " if (link.isUp() && unanswered(message).remove(message)) { answer(message, now); }"),
                new Mutation("What is processed is answered before DISCONNECT whatever is still in process",
                        "session.InboundFlow",
                        "passOver(withoutPubAck, now);",
                        "answer(withoutPubAck, now);"),
                new Mutation("What was passed over before DISCONNECT is answered no more", "session.InboundFlow",
                        "while ((head = unanswered.poll()) != null) {\n            if (head.acknowledged) {",
                        "for (InboundMessage one : unanswered) { if (!one.acknowledged) { continue; }\n"
                                + "            unanswered.remove(head = one); { "),
                new Mutation("PUBACK and PUBREC wait for the application", "session.InboundFlow",
                        "if (known == null) {\n            return remember(packet);",
                        "if (known == null) { InboundMessage message = remember(packet);"
                                + " message.acknowledged = true; processing--; answer(unanswered(message), now); return message;"),
                new Mutation("What an earlier connection has left unanswered is not answered on the next one",
                        "session.InboundFlow",
                        "withoutPubAck.clear();",
                        ""),
                new Mutation("A message that is withheld holds up nobody", "session.InboundFlow",
                        "(head.acknowledged || head.withheld)) {",
                        "head.acknowledged) {"),
                new Mutation("What is being processed stays known when the connection is lost", "session.InboundFlow",
                        "withoutPubAck.clear();",
                        "withoutPubAck.clear(); messages.clear();"),
                new Mutation("PUBREL ends what the client knows of a QoS 2 message", "session.InboundFlow",
                        "if (known != null && known.received) {\n            remove(known);",
                        "if (known != null && known.received) {"),
                // Outbound
                new Mutation("PUBREL is sent again when the session resumes", "session.OutboundFlow",
                        "for (OutboundMessage message = released.first(); message",
                        "for (OutboundMessage message = null; message"),
                new Mutation("A message that is sent again in its session has DUP", "session.OutboundFlow",
                        "message.packetId, message.sentInSession)",
                        "message.packetId, false)"),
                new Mutation("A message that is sent first has no DUP", "session.OutboundFlow",
                        "message.packetId, message.sentInSession)",
                        "message.packetId, true)"),
                new Mutation("The broker's Receive Maximum bounds what is in flight", "session.SendWindow",
                        "occupied < link.negotiated().receiveMaximum() && ",
                        ""),
                new Mutation("What is in flight is sent again after the connection was lost", "session.OutboundFlow",
                        "nextResend = unacknowledged.first();",
                        "nextResend = null;"),
                new Mutation("A QoS 2 message is settled by PUBCOMP, not by PUBREC", "session.OutboundFlow",
                        "released.append(message);",
                        "settle(message, \"PUBREC\", ack.reasonCode(), ack.properties());"),
                new Mutation("A message is not sent again after its PUBREC", "session.OutboundFlow",
                        "            unacknowledged.remove(message);\n            message.message = null;\n"
                                + "            message.released = true;\n            released.append(message);\n",
                        "")
                        .and("message && message.released) {\n            released.remove(message);",
                                "message) {\n            unacknowledged.remove(message);"),
                new Mutation("The packet identifier is in use until PUBCOMP", "session.OutboundFlow",
                        "message.released = true;",
                        "message.released = true; ids.free(message.packetId);"),
                new Mutation("A packet identifier in use is not given out again", "session.PacketIds",
                        "do {\n            last = last == PacketTable.LAST_ID ? 1 : last + 1;\n"
                                + "        } while (owners.get(last) != null);",
                        "last = last % 20 + 1;"),
                new Mutation("After the last packet identifier comes the first", "session.PacketIds",
                        "last = last == PacketTable.LAST_ID ? 1 : last + 1;",
                        "last = last + 1 & PacketTable.LAST_ID;"),
                new Mutation("A PUBACK for a message that was not sent again yet settles nothing", "session.OutboundFlow",
                        "instanceof OutboundMessage message) || !message.sent) {",
                        "instanceof OutboundMessage message)) {"),
                new Mutation("A PUBREC for a message that was not sent again yet settles nothing", "session.OutboundFlow",
                        "} else if (!message.sent) {",
                        "} else if (message.packetId == 0) {"),
                new Mutation("A PUBCOMP without PUBREL settles nothing", "session.OutboundFlow",
                        "owner instanceof OutboundMessage message && message.released) {\n            released",
                        "owner instanceof OutboundMessage message) {\n"
                                + "            (message.released ? released : unacknowledged)"),
                new Mutation("What waits for a connection keeps its place", "session.OutboundFlow",
                        "window.reset(released.size());",
                        "window.reset(released.size()); "
                                + "if (!outbox.isEmpty()) { OutboundMessage m = outbox.first(); outbox.remove(m); outbox.add(m); }"),
                new Mutation("What waits for a connection is kept", "session.OutboundFlow",
                        "window.reset(released.size());",
                        "window.reset(released.size()); if (!outbox.isEmpty()) { outbox.remove(outbox.first()); }"),
                new Mutation("The broker's Maximum Packet Size is kept", "session.PublishLimits",
                        "if (size > broker.maximumPacketSize()) {",
                        "if (size > broker.maximumPacketSize() + 3) {"),
                new Mutation("Topic aliases end with the connection", "session.OutgoingAliases",
                        "        if (size > 0) {\n            Arrays.fill(topics,",
                        "        if (size > 1000) {\n            Arrays.fill(topics,"),
                // The outbox
                new Mutation("A full outbox takes no more", "session.Outbox",
                        "} else if (message.share.sheds() && !message",
                        "} else if (message.expiresAt < 0 && !message"),
                new Mutation("What has expired is not sent", "session.OutboundFlow",
                        "if (message.expiresAt <= now) {\n                    outbox.drop(",
                        "if (message.expiresAt < 0) {\n                    outbox.drop("),
                new Mutation("The expiry interval counts down while a message waits", "session.OutboundFlow",
                        "link.send(aliases.onWire(message.at(now), ",
                        "link.send(aliases.onWire(message.message, "),
                new Mutation("What is dropped is counted", "session.Outbox",
                        "message.share.dropped(reason);\n",
                        "\n"),
                new Mutation("What is replaced is kept no longer", "session.Outbox",
                        "keeper.settled(older);\n",
                        "\n"),
                // What survives the process
                new Mutation("A packet identifier is kept before the PUBLISH goes out", "session.OutboundFlow",
                        "            keeper.identified(message);\n            unacknowledged.append(message);\n"
                                + "            transmit(message, now);",
                        "            unacknowledged.append(message);\n            transmit(message, now);\n"
                                + "            keeper.identified(message);"),
                new Mutation("A released message is kept as such before PUBREL goes out", "session.OutboundFlow",
                        "keeper.released(message);\n            sendPubRel(message, now);",
                        "sendPubRel(message, now);\n            keeper.released(message);"),
                new Mutation("A message of QoS 2 that was received is kept before PUBREC goes out", "session.InboundFlow",
                        "if (!message.received && journal.isKept()) {",
                        "if (false) {"),
                new Mutation("What is accepted is kept", "session.Outbox",
                        "keeper.accepted(message);\n",
                        "\n"),
                new Mutation("What has its outcome is kept no longer", "session.OutboundFlow",
                        "ids.free(packetId);\n        keeper.settled(message);",
                        "ids.free(packetId);"),
                new Mutation("A subscription is kept before SUBSCRIBE goes out", "session.Subscriptions",
                        "if (before == null && journal.isKept()) {",
                        "if (false) {"),
                new Mutation("What an earlier process has left in flight has its packet identifier again",
                        "session.OutboundFlow",
                        "if (message.packetId == 0) {\n                outbox.add(message);",
                        "if (message.packetId == 0 || !message.released) {\n                message.packetId = 0;"
                                + " outbox.add(message);"),
                // What another process has left at the broker
                new Mutation("A packet identifier that the broker may hold for an earlier process is released before its use",
                        "session.MqttSession",
                        "outbound.connected(resumes, inherits, now);",
                        "outbound.connected(resumes, false, now);"),
                new Mutation("A message waits for the PUBCOMP of its packet identifier", "session.SuspectIds",
                        "                underWay++;\n                link.send(new Ack(PacketType.PUBREL, packetId), now);",
                        "                suspects[packetId >> 6] &= ~(1L << packetId);\n                add(packetId);\n"
                                + "                link.send(new Ack(PacketType.PUBREL, packetId), now);"),
                // The rest of the session
                new Mutation("What the broker has lost is subscribed to again", "session.Subscriptions",
                        "if (!certain) {",
                        "if (certain) {"),
                new Mutation("PINGREQ goes out when nothing was received, too", "session.KeepAlive",
                        "Math.min(link.lastSent(), lastReceived) + interval",
                        "link.lastSent() + interval"),
                new Mutation("A session that the broker has lost is forgotten", "session.Handshake",
                        "return version().tellsSessionPresent() ? connAck.sessionPresent() : !cleanStart;",
                        "return !cleanStart;"));
    }
}
