package io.quarkiverse.mqttx.mutation;

import java.util.List;

/** The rules of {@code client}. */
final class ClientMutations {

    private ClientMutations() {
    }

    static List<Mutation> all() {
        return List.of(
                // WriteAhead
                new Mutation("What is held back goes out only after the commit", "client.WriteAhead",
                        "        committing = true;\n        underWay = batch;",
                        "        committing = true;\n        underWay = batch;\n        release(held.size());")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A packet waits for the commit that is under way", "client.WriteAhead",
                        "return committing || !changes.isEmpty();",
                        "return !changes.isEmpty();")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A packet waits for the change of its own turn", "client.WriteAhead",
                        "return committing || !changes.isEmpty();",
                        "return committing;")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Of the packets that wait, those for the next commit wait on", "client.WriteAhead",
                        "release(changes.isEmpty() ? held.size() : releasable);",
                        "release(held.size());")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A commit lets the packets go that waited for nothing else", "client.WriteAhead",
                        "release(changes.isEmpty() ? held.size() : releasable);",
                        "release(changes.isEmpty() ? held.size() : 0);")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Nobody awaits an answer to what waits for a commit", "client.Connection",
                        "            return false;",
                        "            return true;")
                        .foundBy("client.WriteAheadTest#aSlowStoreIsNotTakenForASilentBroker"),
                new Mutation("After the commit the answer is awaited", "client.Connection",
                        "            session.released(packet, clock.now());\n",
                        "")
                        .foundBy("client.WriteAheadTest#theTimeForAnAnswerBeginsWithTheCommit"),
                new Mutation("One commit at a time", "client.WriteAhead",
                        "if (!committing && problem == null && !changes",
                        "if (problem == null && !changes")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("After a commit that has failed nothing goes out", "client.WriteAhead",
                        "        Held next;\n        while",
                        "        release(held.size());\n        Held next;\n        while")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("What a commit could not write is in the next one", "client.WriteAhead",
                        "        batch.addAll(changes);\n        changes = batch;",
                        "        batch.clear();")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A sender is told that its message is stored after the commit", "client.WriteAhead",
                        "if (changes.isEmpty() && !committing) {",
                        "if (!committing) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Only what is durable is said to be kept at the end", "client.WriteAhead",
                        "return sequence -> sequence < first;",
                        "return sequence -> true;")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("What is left is committed at the end", "client.WriteAhead",
                        "if (!last.isEmpty()) {",
                        "if (false) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("The network connection is closed behind the packets that wait", "client.WriteAhead",
                        "if (holds() && problem == null) {",
                        "if (false) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("Too many packets that wait stop the session", "client.WriteAhead",
                        "if (!full && held.size() >= MOST_HELD) {",
                        "if (false) {")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("When few enough wait the session goes on", "client.WriteAhead",
                        "                session.writable(true, clock.now());",
                        "                session.writable(false, clock.now());")
                        .foundBy("client.WriteAheadTest"),
                // RestoredMessages
                new Mutation("Of a released message nothing is left to count", "client.RestoredMessages",
                        "return message.isReleased() ? 0 : ",
                        "return message.isReleased() ? 1 : ")
                        .foundBy("client.WriteAheadTest"),
                new Mutation("A message that an earlier process has left counts until it has its outcome",
                        "client.RestoredMessages",
                        "            left.computeIfPresent(sender, (key, backlog) -> backlog.without(size));\n",
                        "")
                        .foundBy("client.WriteAheadTest"),
                // SubscriptionMerger
                new Mutation("Of two users of a filter the higher QoS counts", "client.routing.SubscriptionMerger",
                        "Math.max(merged.qos(), wanted.qos())",
                        "wanted.qos()")
                        .foundBy("client.routing.SubscriptionMergerTest"),
                new Mutation("What a user of a filter wants no longer does not count", "client.routing.SubscriptionMerger",
                        "        shared.leave(listener);\n",
                        "")
                        .foundBy("client.routing.SubscriptionMergerTest"),
                new Mutation("A subscription ends with its last user only", "client.routing.SubscriptionMerger",
                        " || !shared.users.isEmpty()",
                        "")
                        .foundBy("client.routing.SubscriptionMergerTest"),
                new Mutation("Retained messages are sent if one of the users wants them", "client.routing.SubscriptionMerger",
                        "Math.min(merged.retainHandling(), wanted.retainHandling())",
                        "wanted.retainHandling()")
                        .foundBy("client.routing.SubscriptionMergerTest"),
                new Mutation("Own messages are kept off if all of the users want that", "client.routing.SubscriptionMerger",
                        "merged.noLocal() && wanted.noLocal()",
                        "wanted.noLocal()")
                        .foundBy("client.routing.SubscriptionMergerTest"),
                // MessageRouter, IdentifiedRoutes, RoutePlan
                new Mutation("Of several recipients all must acknowledge", "client.routing.MessageRouter",
                        "if (count > 1) {",
                        "if (count > 2) {")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("A message that nobody wants is acknowledged", "client.routing.MessageRouter",
                        "            disposal.acknowledge(message);\n",
                        "")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("A message whose recipient has just gone stays with the broker", "client.routing.MessageRouter",
                        "if (!abandoned.match(packet.topic()).isEmpty()) {",
                        "if (false) {")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("When the filter is given up as well, it is acknowledged", "client.routing.MessageRouter",
                        "        abandoned.remove(end, true);\n",
                        "")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("A message whose recipient has failed is not acknowledged", "client.routing.MessageRouter",
                        "            if (message.packet().qos() > 0) {\n                disposal.leaveUnacked(message);",
                        "            if (message.packet().qos() > 0) {\n                disposal.acknowledge(message);")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("A stopped client hands nothing out", "client.routing.MessageRouter",
                        "        if (stopped) {",
                        "        if (false) {")
                        .foundBy("client.MessageRoutingTest", "client.ClientStopTest"),
                new Mutation("The subscription for which a message was sent decides, not its topic",
                        "client.routing.MessageRouter",
                        "return named == null ? routes.match(packet.topic()) : named;",
                        "return routes.match(packet.topic());")
                        .foundBy("client.MessageRoutingTest"),
                new Mutation("A recipient of two subscriptions gets a message once", "client.routing.IdentifiedRoutes",
                        "if (!several.contains(some.get(i))) {",
                        "if (true) {")
                        .foundBy("client.routing.IdentifiedRoutesTest"),
                new Mutation("What comes under the identifier of an ended subscription is for nobody",
                        "client.routing.IdentifiedRoutes",
                        "return first <= identifier && identifier <= last ? List.of() : null;",
                        "return null;")
                        .foundBy("client.routing.IdentifiedRoutesTest"),
                new Mutation("A message of a subscription whose recipient has gone is nobody else's",
                        "client.routing.IdentifiedRoutes",
                        "entry.routed |= !recipients.isEmpty();",
                        "entry.routed = !recipients.isEmpty();")
                        .foundBy("client.routing.IdentifiedRoutesTest"),
                new Mutation("Places that nobody has taken go when the connection starts", "client.routing.RoutePlan",
                        "places.forEach(tree::remove);\n",
                        "")
                        .foundBy("client.routing.RoutePlanTest"),
                new Mutation("When a packet has left is remembered, however many leave after", "session.Progress",
                        "merge(closest(now));",
                        "merge(0);")
                        .foundBy("session.ProgressTest"),
                new Mutation("A network that ends connections by itself needs more proof", "session.PoisonWatch",
                        "if (ends < GUILTY + unrelated) {",
                        "if (ends < GUILTY) {")
                        .foundBy("session.PoisonTest"),
                // EventLoopSerializer, Connection
                new Mutation("Nobody on the event loop overtakes the tasks of others", "client.loop.EventLoopSerializer",
                        "if (!tasks.isEmpty()) {\n            inside = true;",
                        "if (false) {\n            inside = true;")
                        .foundBy("client.loop.EventLoopSerializerTest"),
                new Mutation("A callback does not enter once more", "client.loop.EventLoopSerializer",
                        "boolean enter() {\n        if (!Contexts.inThread(context) || inside) {",
                        "boolean enter() {\n        if (!Contexts.inThread(context)) {")
                        .foundBy("client.loop.EventLoopSerializerTest"),
                new Mutation("What comes from the network does not enter once more", "client.loop.EventLoopSerializer",
                        "boolean enterAhead() {\n        if (!Contexts.inThread(context) || inside) {",
                        "boolean enterAhead() {\n        if (!Contexts.inThread(context)) {")
                        .foundBy("client.loop.EventLoopSerializerTest"),
                new Mutation("A flood of tasks does not starve the socket", "client.loop.EventLoopSerializer",
                        "i < BURST",
                        "true")
                        .foundBy("client.loop.EventLoopSerializerTest"),
                new Mutation("A callback's task runs before the gate opens", "client.loop.EventLoopSerializer",
                        "            runTasks();\n            afterwards.run();",
                        "            afterwards.run();")
                        .foundBy("client.loop.EventLoopSerializerTest#aCallbackFromInsideIsServedBeforeTheGateOpens"),
                new Mutation("A full socket takes no burst of messages", "client.Connection",
                        "if (packet instanceof Publish && !transport.isWritable()) {",
                        "if (false) {")
                        .foundBy("client.ClientPublishTest"),
                new Mutation("A late packet of a connection that has ended is not for the next one", "client.Connection",
                        "        if (isOpen()) {\n            try {",
                        "        if (transport != null) {\n            try {")
                        .foundBy("client.WriteAheadTest#aLatePacketOfAConnectionThatHasEndedIsNotForTheNextOne"),
                // ReconnectPolicy, ServerRotation, Redirects
                new Mutation("The delay doubles", "client.reconnect.ReconnectPolicy",
                        "2 * current)",
                        "current)")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("The delay has a maximum", "client.reconnect.ReconnectPolicy",
                        "delay = Math.min(ceiling, ",
                        "delay = Math.max(ceiling, ")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("At most half of the delay is chance", "client.model.Backoff",
                        "(chance * (millis / 2))",
                        "(chance * millis)")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("A connection that was accepted has not held yet", "client.reconnect.ReconnectPolicy",
                        "    void accepted() {\n        failures = 0;",
                        "    void accepted() {\n        failures = 0;\n        delay = settings.initialMillis();")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("A connection has held when it has lived longer than the current delay",
                        "client.reconnect.ReconnectPolicy",
                        "heldMillis > Math.max(HELD_MILLIS, delay)",
                        "heldMillis > HELD_MILLIS")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("A connection that has held ends the row of short ones", "client.reconnect.ReconnectPolicy",
                        "            shortLived = 0;\n",
                        "")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("So many attempts are allowed and no more", "client.reconnect.ReconnectPolicy",
                        "failures < settings.attempts()",
                        "failures <= settings.attempts()")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("The delay after a refusal is never less than the greatest one",
                        "client.reconnect.ReconnectPolicy",
                        "this.slow = Math.max(ceiling, slowMillis);",
                        "this.slow = slowMillis;")
                        .foundBy("client.reconnect.ReconnectPolicyTest"),
                new Mutation("Each server has one chance in a round", "client.reconnect.ServerRotation",
                        "if (triedInRound < servers.size()) {",
                        "if (triedInRound <= servers.size()) {")
                        .foundBy("client.reconnect.ServerRotationTest"),
                new Mutation("A server that accepts begins a new round", "client.reconnect.ServerRotation",
                        "        triedInRound = 0;\n        if (moved",
                        "        if (moved")
                        .foundBy("client.reconnect.ServerRotationTest"),
                new Mutation("A reference for the time being does not take the place of the servers",
                        "client.reconnect.ServerRotation",
                        "if (moved && !detour.isEmpty()) {",
                        "if (!detour.isEmpty()) {")
                        .foundBy("client.reconnect.ServerRotationTest"),
                new Mutation("Of several servers referred to each is tried", "client.reconnect.ServerRotation",
                        "if (detourIndex + 1 < detour.size()) {",
                        "if (detour.size() < 0) {")
                        .foundBy("client.reconnect.ServerRotationTest"),
                new Mutation("In a row of redirections no broker is gone to twice", "client.reconnect.Redirects",
                        "        targets.removeAll(visited);\n",
                        "")
                        .foundBy("client.RedirectTest"),
                new Mutation("A row of redirections is bounded", "client.reconnect.Redirects",
                        " || followed == MAXIMUM",
                        "")
                        .foundBy("client.RedirectTest"),
                new Mutation("A connection that has held ends a row of redirections", "client.reconnect.Redirects",
                        "        visited.clear();\n        followed = 0;",
                        "")
                        .foundBy("client.reconnect.RedirectsTest"),
                new Mutation("Nobody is followed unless that is wanted", "client.reconnect.Redirects",
                        "if (!enabled || !isRedirect(ending)) {",
                        "if (!isRedirect(ending)) {")
                        .foundBy("client.RedirectTest"),
                // ReconnectRules
                new Mutation("What was not prepared is not the server's fault", "client.reconnect.ReconnectRules",
                        "ended.prepared() != null && servers.next()",
                        "servers.next()")
                        .foundBy("client.ConnectionListenerTest"),
                new Mutation("Without reconnection each server is tried once", "client.reconnect.ReconnectRules",
                        " || anotherServer && !settings.enabled()",
                        "")
                        .foundBy("client.ClientReconnectTest"),
                new Mutation("After a code that says so no other attempt follows", "client.reconnect.ReconnectRules",
                        "if (action == ReconnectAction.STOP) {",
                        "if (false) {")
                        .foundBy("client.model.ReconnectActionTest", "client.ClientReconnectTest"),
                new Mutation("The next server of a round is tried at once", "client.reconnect.ReconnectRules",
                        "decision.anotherServer() ? servers.pauseMillis() : policy.nextDelay()",
                        "policy.nextDelay() + (decision.anotherServer() ? 30_000 : 0)")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientReconnectTest"),
                new Mutation("Another version is tried at once, but not without end", "client.reconnect.ReconnectRules",
                        "cause.retryAtOnce() && versionRetries < VERSION_RETRIES",
                        "cause.retryAtOnce()")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("A connection that held ends a row of redirections", "client.reconnect.ReconnectRules",
                        "            redirects.over();\n        }\n    }",
                        "        }\n    }")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("Who asks for a connection begins anew", "client.reconnect.ReconnectRules",
                        "        policy.startOver();\n",
                        "")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                // ReconnectMachine
                new Mutation("After a refusal that a retry will hardly change the delay is long",
                        "client.reconnect.ReconnectMachine",
                        "asked.action() == ReconnectAction.SLOW\n",
                        "false\n")
                        .foundBy("client.model.ReconnectActionTest", "client.ClientReconnectTest"),
                new Mutation("The same credentials as were refused wait long", "client.reconnect.ReconnectMachine",
                        "asked.action() == ReconnectAction.NEW_CREDENTIALS && sameCredentials",
                        "false")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("A listener may end it", "client.reconnect.ReconnectMachine",
                        "        if (may) {",
                        "        if (true) {")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("What a listener says of a connection that was ended since does not count",
                        "client.reconnect.ReconnectMachine",
                        "        if (!isAsking(asked)) {",
                        "        if (state != ReconnectState.ASKING) {")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("Attempts that are used up are no end for good where the application may ask again",
                        "client.reconnect.ReconnectMachine",
                        "boolean standsBy = held && ",
                        "boolean standsBy = !held && ")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("A state that has no deadline forgets that of the one before", "client.reconnect.ReconnectMachine",
                        "if (!state.isTimed()) {",
                        "if (false) {")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("What is in flight goes out before DISCONNECT", "client.reconnect.ReconnectMachine",
                        "state.awaitsSession() && effects.isDrained(",
                        "state.awaitsSession() || effects.isDrained(")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("What waits goes out before DISCONNECT", "client.reconnect.ReconnectMachine",
                        "effects.isDrained(state != ReconnectState.RENEWING)",
                        "effects.isDrained(false)")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientStopTest"),
                new Mutation("A stop waits for what is in flight no longer than it may", "client.reconnect.ReconnectMachine",
                        "deadline = now + timeoutMillis / 2;",
                        "deadline = Long.MAX_VALUE;")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientStopTest"),
                new Mutation("A broker that confirms nothing does not hold up a renewal", "client.reconnect.ReconnectMachine",
                        "deadline = now + CONFIRM_MILLIS;",
                        "deadline = Long.MAX_VALUE;")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.GracefulReconnectTest"),
                new Mutation("The broker has time to read DISCONNECT", "client.reconnect.ReconnectMachine",
                        "Math.max(LEAST_CLOSE_MILLIS, remaining)",
                        "remaining")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("A connection whose end was asked for is followed by nothing else",
                        "client.reconnect.ReconnectMachine",
                        "if (state.isEnding()) {",
                        "if (false) {")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                // Transitions
                new Mutation("A connection that is renewed takes nothing new", "client.reconnect.Transitions",
                        "RENEWING, Action.AWAIT_CONFIRMATION, Action.REST)",
                        "RENEWING, Action.AWAIT_CONFIRMATION)")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.GracefulReconnectTest"),
                new Mutation("After a renewal that was given up messages go out again", "client.reconnect.Transitions",
                        ".row(RENEWING, DISCONNECT, DRAINING, Action.DRAIN, Action.RESUME)",
                        ".row(RENEWING, DISCONNECT, DRAINING, Action.DRAIN)")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.GracefulReconnectTest"),
                new Mutation("When the time is up DISCONNECT goes out all the same", "client.reconnect.Transitions",
                        ".rows(List.of(DRAINING), List.of(DRAINED, TIME_UP), CLOSING, Action.DISCONNECT)",
                        ".rows(List.of(DRAINING), List.of(DRAINED), CLOSING, Action.DISCONNECT)\n            .row(DRAINING, TIME_UP, CLOSING)")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientStopTest"),
                new Mutation("The application that ends hurries a disconnect on", "client.reconnect.Transitions",
                        "DRAINING_TO_STOP, Action.DRAIN)\n            .rows(List.of(CLOSING, ",
                        "DRAINING_TO_STOP)\n            .rows(List.of(CLOSING, ")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientControlTest"),
                new Mutation("Whoever disconnects while the next attempt waits stays disconnected",
                        "client.reconnect.Transitions",
                        ".rows(List.of(ASKING, WAITING), List.of(DISCONNECT), IDLE, Action.TELL_DISCONNECTED)",
                        "")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientControlTest"),
                new Mutation("Whoever disconnects last is heard", "client.reconnect.Transitions",
                        "            .row(CLOSING_TO_RECONNECT, DISCONNECT, CLOSING)\n",
                        "")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("Whoever connects last is heard", "client.reconnect.Transitions",
                        "            .rows(List.of(DRAINING), List.of(CONNECT, RECONNECT), DRAINING_TO_RECONNECT)\n",
                        "")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientControlTest"),
                new Mutation("A reconnection waits for no delay", "client.reconnect.Transitions",
                        "            .rows(List.of(ASKING, WAITING), List.of(RECONNECT), OPENING, Action.START_OVER, Action.ATTEMPT)\n",
                        "")
                        .foundBy("client.reconnect.ReconnectMachineTest", "client.ClientControlTest"),
                new Mutation("Where CONNACK is awaited DISCONNECT is sent", "client.reconnect.Transitions",
                        ".row(HANDSHAKE, DISCONNECT, CLOSING, Action.ALLOW_TIME, Action.DISCONNECT)",
                        ".row(HANDSHAKE, DISCONNECT, IDLE, Action.CANCEL_ATTEMPT, Action.TELL_DISCONNECTED)")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("The network connection is waited for when it ends by itself", "client.reconnect.Transitions",
                        ".row(DRAINING, ENDED, CLOSING, Action.AWAIT_CLOSE)",
                        ".row(DRAINING, ENDED, CLOSING)")
                        .foundBy("client.reconnect.ReconnectMachineTest"),
                new Mutation("A broker that does not answer does not hold up the end", "client.SessionRemoval",
                        "timer = parts.timers().set(remainingMillis,\n                () -> parts.gate().runAhead(() -> giveUp(\"the time is up (disconnect-timeout-seconds)\")));",
                        "")
                        .foundBy("client.ClientFarewellTest", "client.ClientStopTest"),
                new Mutation("The connection that removes the session ends with DISCONNECT", "client.SessionRemoval",
                        "parts.gate().add(() -> session.disconnect(reasonCode, parts.now()));",
                        "parts.gate().add(() -> attempt.close());")
                        .foundBy("client.ClientFarewellTest", "client.ClientStopTest"),
                // Authenticator, ConnectionListeners
                new Mutation("A mechanism that does not answer ends the attempt", "client.Authenticator",
                        "if (begun != null && exchange == begun && !attempt.isOver()) {",
                        "if (false) {")
                        .foundBy("connector.EnhancedAuthenticationTest"),
                new Mutation("All who ask for authentication while it is under way share its outcome", "client.Authenticator",
                        "return again.future();",
                        "return Future.succeededFuture();")
                        .foundBy("connector.EnhancedAuthenticationTest"),
                new Mutation("A late answer of the mechanism is not for the next connection", "client.Authenticator",
                        "if (exchange == asked) {\n                        done",
                        "if (asked != null) {\n                        done")
                        .foundBy("connector.EnhancedAuthenticationTest#aLateAnswerOfTheMechanismIsNotForTheNextConnection"),
                new Mutation("A late failure of the mechanism is not for the next connection", "client.Authenticator",
                        "if (exchange == asked) {\n                        exchange",
                        "if (asked != null) {\n                        exchange")
                        .foundBy("connector.EnhancedAuthenticationTest#aLateFailureOfTheMechanismIsNotForTheNextConnection"),
                new Mutation("A listener that does not answer does not hold up the connection",
                        "client.watch.ConnectionListeners",
                        "                if (!settled) {\n                    subscription.cancel();\n                    fail(",
                        "                if (false) {\n                    subscription.cancel();\n                    fail(")
                        .foundBy("client.ConnectionListenerTest"),
                new Mutation("One listener that says no is enough", "client.watch.ConnectionListeners",
                        ": Uni.createFrom().item(false));",
                        ": question.ask(each, true, () -> each.listener.mayReconnect(event)));")
                        .foundBy("client.ConnectionListenerTest"),
                new Mutation("A listener that fails at an event does not keep it from the others",
                        "client.watch.ConnectionListeners",
                        "LOG.errorf(SafeText.of(e), \"%s: the %s has failed at %s\", connection, each.name,\n                        event.getClass().getSimpleName());",
                        "return;")
                        .foundBy("client.ConnectionListenerTest", "client.ConnectionEventsTest"));
    }
}
