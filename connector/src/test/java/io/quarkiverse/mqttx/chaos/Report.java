package io.quarkiverse.mqttx.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The counts of one flow at the end of a run, and who is to blame for them. The wire between connector and broker decides: what
 * the broker has sent twice as two messages, the connector has to deliver twice; what the connector has published once and
 * arrives twice, the broker has doubled.
 *
 * @param arrived different messages
 * @param duplicated messages that came more than once
 * @param ours those of them that the connector has doubled, and at QoS 0 and 2 ought not to have
 * @param disordered messages that came for the first time after a later one
 * @param oursDisordered those of them that the connector has got in another order
 * @param lost messages that have not arrived
 */
record Report(Lane lane, Flow flow, int sent, int acked, int arrived, int duplicated, int ours, int disordered,
        List<Integer> oursDisordered, List<Integer> lost) {

    static Report of(Lane lane, Flow flow) {
        Lane.FlowCount count = lane.count(flow);
        Arrivals arrivals = count.arrivals;
        int sent = count.sent.get();
        List<Integer> duplicated = arrivals.duplicated(sent);
        int ours = (int) duplicated.stream().filter(number -> isOurs(lane.wire, flow, number, arrivals.times(number))).count();
        List<Integer> oursDisordered = arrivals.late().stream().filter(
                number -> flow.incoming && !lane.wire.passedOver().contains(new NumberedPayload(flow, number))).toList();
        return new Report(lane, flow, sent, count.acked.get(), arrivals.distinct(), duplicated.size(), ours,
                arrivals.late().size(), oursDisordered, arrivals.lost(sent));
    }

    /** What the connector publishes twice is a violation that the wire shows as such; here is what it shows besides. */
    private static boolean isOurs(WireMonitor wire, Flow flow, int number, int times) {
        return switch (flow) {
            // At QoS 1 each transmission may be another delivery, but no more than that
            case IN1 -> times > wire.byBroker().all(flow, number);
            case IN2 -> times > wire.byBroker().begun(flow, number);
            case OUT0 -> wire.byConnector().begun(flow, number) > 1;
            // Once for each session: what a broker has lost with its session is published anew
            case OUT1, OUT2 -> times > 1 && wire.byConnector().begun(flow, number) > wire.newSessions();
        };
    }

    /** For a message that is lost: how far it came. */
    String trace(int number) {
        Transmissions sender = flow.incoming ? lane.wire.byBroker() : lane.wire.byConnector();
        return lane.name + " " + flow + " " + number + ": sent " + sender.all(flow, number) + " times by the "
                + (flow.incoming ? "broker" : "connector") + ", "
                + (sender.wasAnswered(flow, number) ? "answered" : "not answered") + " by the other";
    }

    private String histories(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> "\n    " + number + ": "
                + lane.wire.history(new NumberedPayload(flow, number))).collect(Collectors.joining());
    }

    static final String HEADER = String.format("%-12s %-5s %8s %8s %9s %9s %7s %6s %11s %7s", "connection", "flow", "sent",
            "acked", "delivered", "twice", "by us", "lost", "late", "by us");

    @Override
    public String toString() {
        return String.format("%-12s %-5s %8d %8s %9d %9d %7d %6d %11d %7d", lane.name, flow.label(), sent,
                flow.incoming ? "" : acked, arrived, duplicated, ours, lost.size(), disordered, oursDisordered.size());
    }

    /** What must not be. QoS 0 may be lost. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (flow.qos > 0) {
            lost.stream().limit(10).forEach(number -> faults.add("lost: " + trace(number)));
        }
        if (ours > 0) {
            faults.add(lane.name + " " + flow + ": " + ours + " messages were delivered more often than they were sent");
        }
        oursDisordered.stream().limit(10).forEach(number -> faults.add(lane.name + " " + flow + ": " + number
                + " came in another order than it was sent: " + lane.count(flow).arrivals.jumpOver(number)
                + "\n  and now:" + histories(number - 2, number + 5)));
        return faults;
    }
}
