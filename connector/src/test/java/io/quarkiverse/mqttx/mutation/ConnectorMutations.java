package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of {@code connector}. */
final class ConnectorMutations {

    private ConnectorMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                // DeliveryQueue and queues
                new Mutation("A message does not overtake those that wait", "connector.incoming.DeliveryQueue",
                        "direct && waiting.isEmpty() && ",
                        "direct && ")
                        .foundBy("connector.PausedOrderTest"),
                new Mutation("While too many wait for another attempt nothing new is handed over as it comes",
                        "connector.incoming.DeliveryQueue",
                        "direct && waiting.isEmpty() && !redeliveries.areFull() ? ",
                        "direct && waiting.isEmpty() ? ")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("While too many wait for another attempt nothing that waits is handed over",
                        "connector.incoming.DeliveryQueue",
                        "return none || redeliveries.areFull() ? null : ",
                        "return none ? null : ")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("Of QoS 0 and the others the older one goes first", "connector.incoming.MessageQueue",
                        "first.arrival < second.arrival",
                        "first.arrival >= 0")
                        .foundBy("connector.incoming.MessageQueueTest"),
                new Mutation("The oldest gives way", "connector.incoming.MessageQueue",
                        "unacknowledged.poll().message",
                        "unacknowledged.pollLast().message")
                        .foundBy("connector.incoming.MessageQueueTest"),
                new Mutation("Of each key one message at a time", "connector.incoming.KeyedQueue",
                        "        if (first) {\n            makeReady(waiting);",
                        "        if (true) {\n            makeReady(waiting);")
                        .foundBy("connector.incoming.KeyedQueueTest"),
                new Mutation("No more in process than max-concurrency", "connector.incoming.KeyedQueue",
                        "ready.isEmpty() || inProcess >= maxInProcess",
                        "ready.isEmpty()")
                        .foundBy("connector.incoming.KeyedQueueTest"),
                new Mutation("A message that is through lets the next with its key go", "connector.incoming.KeyedQueue",
                        "        lane.inProcess = false;\n        next(of, lane);",
                        "        lane.inProcess = false;")
                        .foundBy("connector.incoming.KeyedQueueTest"),
                new Mutation("A message that is dropped lets the next with its key go", "connector.incoming.KeyedQueue",
                        "            next(victim.key, victim.lane);\n",
                        "")
                        .foundBy("connector.incoming.KeyedQueueTest"),
                new Mutation("What waits behind its key is given up with the rest", "connector.incoming.KeyedQueue",
                        "        lanes.values().forEach(lane -> lane.behind.clear(abandoned));\n",
                        "")
                        .foundBy("connector.incoming.KeyedQueueTest"),
                new Mutation("A message that is in process keeps its key over the end of the others",
                        "connector.incoming.KeyedQueue",
                        "lanes.values().removeIf(lane -> !lane.inProcess);",
                        "lanes.clear();")
                        .foundBy("connector.incoming.KeyedQueueTest", "connector.incoming.IncomingByKeyTest"),
                new Mutation("QoS 1 and 2 do not count into the buffer of QoS 0", "connector.incoming.WaitingMessages",
                        "        if (message.packet().qos() > 0) {\n            return 0;\n        }\n        bound",
                        "        bound")
                        .foundBy("connector.incoming.MessageQueueTest"),
                new Mutation("What was taken makes room", "connector.incoming.WaitingMessages",
                        "            bound.left(message);\n",
                        "")
                        .foundBy("connector.incoming.MessageQueueTest"),
                new Mutation("Even a burst has a bound in messages", "connector.incoming.BurstBound",
                        "(bytes > Math.min(BURST_BYTES, heap / PART_OF_HEAP) || messages - BURST_MESSAGES > bound)",
                        "bytes > Math.min(BURST_BYTES, heap / PART_OF_HEAP)")
                        .foundBy("connector.incoming.MessageQueueTest", "connector.incoming.BurstBoundTest"),
                new Mutation("Even a burst has a bound in bytes", "connector.incoming.BurstBound",
                        "(bytes > Math.min(BURST_BYTES, heap / PART_OF_HEAP) || messages - BURST_MESSAGES > bound)",
                        "messages - BURST_MESSAGES > bound")
                        .foundBy("connector.incoming.MessageQueueTest", "connector.incoming.BurstBoundTest"),
                new Mutation("A subscriber gets the chance to take a burst before something is dropped",
                        "connector.incoming.Overflow",
                        "if (taken.getAsLong() == takenAtLastLook) {",
                        "if (true) {")
                        .foundBy("connector.incoming.IncomingDemandTest"),
                new Mutation("A batch holds no more than it may", "connector.incoming.BatchWindow",
                        "while (batch.size() < size && !waiting.isEmpty()) {",
                        "while (!waiting.isEmpty()) {")
                        .foundBy("connector.incoming.IncomingBatchTest"),
                new Mutation("A batch does not wait when it is full", "connector.incoming.BatchWindow",
                        "waiting.size() >= size || left <= 0",
                        "left <= 0")
                        .foundBy("connector.incoming.IncomingBatchTest"),
                new Mutation("A batch waits as long as its first message may", "connector.incoming.BatchWindow",
                        "waiting.size() >= size || left <= 0",
                        "true")
                        .foundBy("connector.incoming.IncomingBatchTest"),
                // What becomes of a message
                new Mutation("A message is settled once", "connector.incoming.AckHandler",
                        "if (message.settled) {",
                        "if (false) {")
                        .foundBy("connector.incoming.IncomingAcknowledgementTest"),
                new Mutation("What was acknowledged on receipt hears nothing more", "connector.incoming.AckHandler",
                        "return !acksOnReceipt && message",
                        "return message")
                        .foundBy("connector.incoming.RedeliverTest"),
                new Mutation("A message that is given up lets the next with its key go", "connector.incoming.AckHandler",
                        "            tellNothing(message, again);\n            letNextWithKeyGo(message);",
                        "            tellNothing(message, again);")
                        .foundBy("connector.incoming.IncomingByKeyTest", "connector.incoming.RedeliverTest"),
                new Mutation("A message that is wanted again renews the connection", "connector.incoming.AckHandler",
                        "        if (again) {\n            onRedeliveryWanted.run();",
                        "        if (false) {\n            onRedeliveryWanted.run();")
                        .foundBy("connector.incoming.RedeliverTest"),
                new Mutation("A stop is over with the last outcome", "connector.incoming.AckHandler",
                        "        look();\n        return true;",
                        "        return true;")
                        .foundBy("connector.incoming.IncomingStopTest#isInTheTurnAfterTheLastMessageIsSettled"),
                new Mutation("A stop does not wait for ever for what is never acknowledged", "connector.incoming.AckHandler",
                        "            lookWhenPatienceEnds();\n",
                        "")
                        .foundBy(
                                "connector.incoming.IncomingStopTest#waitsForMessagesThatAreNeverAcknowledgedForAShortWhileOnly"),
                new Mutation("What belongs to the last outcome goes before the stop is over", "connector.support.Drain",
                        "eventLoop.later(drained::tryComplete);",
                        "drained.tryComplete();")
                        .foundBy("connector.incoming.IncomingStopTest#isInTheTurnAfterTheLastMessageIsSettled"),
                new Mutation("Of several subscribers the first rejection counts", "connector.incoming.BroadcastDelivery",
                        "rejection == null ? reason : rejection",
                        "reason")
                        .foundBy("connector.incoming.IncomingRejectionTest"),
                new Mutation("The broker is told when all subscribers are through", "connector.incoming.BroadcastDelivery",
                        "        rejection = rejection == null ? reason : rejection;\n        return --missing == 0;",
                        "        rejection = rejection == null ? reason : rejection;\n        missing--;\n        return true;")
                        .foundBy("connector.incoming.IncomingAcknowledgementTest"),
                new Mutation("What one of several subscribers has given up is not acknowledged",
                        "connector.incoming.BroadcastDelivery",
                        "        leftUnacked = true;\n",
                        "")
                        .foundBy("connector.incoming.RedeliverTest", "connector.incoming.IncomingFailureTest"),
                new Mutation("What one of several subscribers wants again comes again", "connector.incoming.BroadcastDelivery",
                        "wantedAgain |= again;",
                        "wantedAgain = again;")
                        .foundBy("connector.incoming.BroadcastDeliveryTest"),
                new Mutation("A message is in the list until it is settled, wherever it stands there",
                        "connector.incoming.MessagesInProcess",
                        "            message.previous.next = message.next;",
                        "            first = message.next;")
                        .foundBy("connector.incoming.IncomingUnacknowledgedTest"),
                // Failures
                new Mutation("A strategy that fails stops the channel", "connector.incoming.NackHandler",
                        "outcome.onFailure().invoke(cause -> channel.fail(cause, occasion(message)))",
                        "outcome")
                        .foundBy("connector.incoming.IncomingFailureTest"),
                new Mutation("What was left to the broker lets others go on", "connector.incoming.NackHandler",
                        "channel.drain(); //",
                        "//")
                        .foundBy("connector.incoming.RedeliverTest", "connector.incoming.IncomingByKeyTest"),
                new Mutation("So many wait for another attempt and no more", "connector.incoming.Redeliveries",
                        "return size >= bound;",
                        "return size > bound;")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("What waits for another attempt stays with the broker when the channel ends",
                        "connector.incoming.Redeliveries",
                        "        early.forEach(channel::leaveUnacked);\n",
                        "")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("What is due goes to a subscriber that wants it only", "connector.incoming.Redeliveries",
                        "} else if (message.subscriber.hasDemand()) {",
                        "} else {")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("What a subscriber that has gone was to get again stays with the broker",
                        "connector.incoming.Redeliveries",
                        "if (message.subscriber.isClosed()) {",
                        "if (false) {")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("After so many attempts the next strategy has it", "connector.fault.DelayedRetry",
                        "attempt >= settings.maxAttempts()",
                        "attempt > settings.maxAttempts()")
                        .foundBy("connector.incoming.DelayedRetryTest"),
                new Mutation("The delay of a retry has a maximum", "connector.fault.DelayedRetry",
                        "Math.min(doubled, longest)",
                        "doubled")
                        .foundBy("connector.fault.DelayedRetryDelayTest"),
                new Mutation("After so many deliveries the next strategy has it", "connector.fault.Redeliver",
                        "delivery >= maxAttempts",
                        "delivery > maxAttempts")
                        .foundBy("connector.incoming.RedeliverTest"),
                new Mutation("What the broker cannot send again goes to the next strategy", "connector.fault.Redeliver",
                        "!message.isRedeliverable() || ",
                        "")
                        .foundBy("connector.incoming.RedeliverTest"),
                new Mutation("What cannot be rejected goes to the next strategy", "connector.fault.Reject",
                        "if (!message.isRejectable()) {",
                        "if (false) {")
                        .foundBy("connector.incoming.RejectTest"),
                new Mutation("The class above decides where that of the exception does not", "connector.fault.Reject",
                        "type = type.getSuperclass()",
                        "type = Object.class")
                        .foundBy("connector.fault.ReasonCodeOfExceptionTest"),
                new Mutation("A dead letter does not go where the channel itself receives", "connector.fault.DeadLetterTopic",
                        "if (filter.matches(name)) {",
                        "if (false) {")
                        .foundBy("connector.incoming.DeadLetterTest"),
                new Mutation("A dead letter has QoS 1 at least", "connector.incoming.NackHandler",
                        "Math.max(1, metadata.getQos())",
                        "metadata.getQos()")
                        .foundBy("connector.incoming.DeadLetterTest"),
                new Mutation("A message whose dead letter is refused goes to the next strategy",
                        "connector.fault.DeadLetterTopic",
                        "if (refusal != null) {",
                        "if (false) {")
                        .foundBy("connector.incoming.DeadLetterTest"),
                // Outgoing
                new Mutation("What an earlier process has left takes room", "connector.outgoing.Demand",
                        "upstream.request(max - left.messages());",
                        "upstream.request(max);")
                        .foundBy("connector.outgoing.DemandTest"),
                new Mutation("What an earlier process has left beyond the bound is made up for first",
                        "connector.outgoing.Demand",
                        "eventLoop.execute(() -> notRequested -= left.messages() - max);",
                        "")
                        .foundBy("connector.outgoing.DemandTest"),
                new Mutation("The size of messages counts", "connector.outgoing.Unsettled",
                        "\n                && acceptedBytes.get() - settledBytes.get() + restoredBytes.get() < bounds.maxBytes();",
                        ";")
                        .foundBy("connector.outgoing.OutgoingSendQueueTest"),
                new Mutation("The number of messages counts as well as their size", "connector.outgoing.Unsettled",
                        "messages() + restored.get() < bounds.maxMessages()",
                        "bounds.maxMessages() > 0")
                        .foundBy("connector.outgoing.DemandTest"),
                new Mutation("A message is acked after the outcome only", "connector.outgoing.OutgoingChannel",
                        "        } else if (refusal == null) {\n            client.publish(packet, outgoing, sendQueue);",
                        "        } else if (refusal == null) {\n            ack(outgoing);\n            client.publish(packet, outgoing, sendQueue);")
                        .foundBy("connector.outgoing.OutgoingChannelTest"),
                new Mutation("A message that is refused is nacked", "connector.outgoing.OutgoingChannel",
                        "        nack(outgoing, cause);\n        settled(outgoing);\n    }\n",
                        "        ack(outgoing);\n        settled(outgoing);\n    }\n")
                        .foundBy("connector.outgoing.OutgoingChannelTest"),
                new Mutation("A dead letter of a processed message does not go where the message itself was to go",
                        "connector.outgoing.OutgoingChannel",
                        ".without(OutgoingMqttMetadata.class)",
                        "")
                        .foundBy("connector.outgoing.OutgoingChannelTest", "connector.incoming.DeadLetterTest"),
                new Mutation("QoS 0 that is dropped while offline is no failure", "connector.outgoing.OutgoingChannel",
                        " && cause.reason() != MessageDroppedException.Reason.OFFLINE;",
                        ";")
                        .foundBy("connector.outgoing.OutgoingSendQueueTest"),
                new Mutation("A stopped channel takes nothing more", "connector.outgoing.OutgoingChannel",
                        "            subscription.cancel();\n        }\n        eventLoop.execute(drain::look);",
                        "        }\n        eventLoop.execute(drain::look);")
                        .foundBy("connector.outgoing.OutgoingChannelTest", "connector.ConnectorStopTest"),
                new Mutation("The metadata of a message decides its QoS", "connector.outgoing.PublishFactory",
                        "qos = metadata.getQos() == null ? qos : metadata.getQos();",
                        "")
                        .foundBy("connector.outgoing.OutgoingChannelTest", "connector.outgoing.PublishFactoryTest"),
                new Mutation("A topic in the metadata of a reply decides where it goes", "connector.outgoing.PublishFactory",
                        "!settings.reply() || metadata != null && metadata.getTopic() != null",
                        "!settings.reply()")
                        .foundBy("connector.reply.ReplyingChannelTest"),
                new Mutation("A reply to what is no request is dropped", "connector.outgoing.PublishFactory",
                        "} else if (topic == null && settings.reply()) {",
                        "} else if (false) {")
                        .foundBy("connector.reply.ReplyingChannelTest"),
                // The client of the application
                new Mutation("A message that comes when nobody waits any more is kept for the next",
                        "connector.clients.Mailbox",
                        "            kept = message;\n",
                        "")
                        .foundBy("connector.clients.MailboxTest"),
                new Mutation("A message that was kept is handed out once", "connector.clients.Mailbox",
                        "                kept = null;\n                emitter",
                        "                emitter")
                        .foundBy("connector.clients.MailboxTest"),
                new Mutation("Who waits no longer gets nothing", "connector.clients.Mailbox",
                        "            waiting.remove(one);\n            context",
                        "            context")
                        .foundBy("connector.clients.MailboxTest"),
                new Mutation("A full send queue holds up the next message of a client", "connector.clients.ClientSendQueue",
                        " && unsettled.hasRoom(settings)",
                        "")
                        .foundBy("connector.MqttClientSendQueueTest"),
                new Mutation("The bytes of a client's messages count", "connector.clients.ClientSendQueue",
                        "                unsettled.size(next.size);\n",
                        "")
                        .foundBy("connector.MqttClientSendQueueTest"),
                new Mutation("What its caller gives up in the line does not go out", "connector.clients.ClientSendQueue",
                        "outcome.onTermination(() -> eventLoop.execute(() -> line.remove(publishing)));",
                        "")
                        .foundBy("connector.MqttClientSendQueueTest"),
                new Mutation("A message that is through lets the next in the line go", "connector.clients.ClientSendQueue",
                        "            unsettled.settled(size);\n            admit();",
                        "            unsettled.settled(size);")
                        .foundBy("connector.MqttClientSendQueueTest"),
                // Request and reply
                new Mutation("So many requests wait and no more", "connector.reply.PendingRequests",
                        "if (count.incrementAndGet() > max) {",
                        "if (count.incrementAndGet() < 0) {")
                        .foundBy("connector.reply.PendingRequestsTest"),
                new Mutation("Two requests do not wait under one correlation id", "connector.reply.PendingRequests",
                        "if (waiting.putIfAbsent(request.id(), request) != null) {",
                        "if (waiting.put(request.id(), request) == null && false) {")
                        .foundBy("connector.reply.RequestOutcomesTest"),
                new Mutation("A second reply to a request is known", "connector.reply.PendingRequests",
                        "request.isAnswered());\n        }\n    }",
                        "false);\n        }\n    }")
                        .foundBy("connector.reply.RequestOutcomesTest"),
                new Mutation("A reply that tells of a failure fails the request", "connector.reply.PendingRequests",
                        "            request.fail(failure);\n",
                        "            request.deliver(reply, true);\n")
                        .foundBy("connector.reply.RequestOutcomesTest"),
                new Mutation("A reply that says so is the last", "connector.reply.PendingRequests",
                        "|| request.isSingle() || isLast(reply)",
                        "|| request.isSingle()")
                        .foundBy("connector.reply.RequestOutcomesTest", "connector.reply.RequestReplyTest"),
                new Mutation("A request that waits at the end waits no longer", "connector.reply.PendingRequests",
                        "waiting.values().forEach(request -> fail(request, cause));",
                        "")
                        .foundBy("connector.reply.RequestOutcomesTest"),
                new Mutation("Requests wait for the subscription to their replies", "connector.outgoing.ReplyRoute",
                        "        return subscribed.future();",
                        "        return Future.succeededFuture();")
                        .foundBy("connector.reply.RequestsAndTheBrokerTest", "connector.reply.RequestOutcomesTest"),
                // Payloads and keys
                new Mutation("A content type is what stands before its parameters", "connector.convert.ContentType",
                        "end < 0 ? contentType : contentType.substring(0, end)",
                        "contentType")
                        .foundBy("connector.convert.ContentTypeTest"),
                new Mutation("A content type has no case", "connector.convert.ContentType",
                        ".toLowerCase(Locale.ROOT)",
                        "")
                        .foundBy("connector.convert.ContentTypeTest"),
                new Mutation("A binary payload makes no text", "connector.convert.ContentType",
                        "return missing != null || format != null && !format.isText();",
                        "return false;")
                        .foundBy("connector.convert.ContentTypeTest"));
    }
}
