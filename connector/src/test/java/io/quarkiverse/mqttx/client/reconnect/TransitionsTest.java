package io.quarkiverse.mqttx.client.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of the reconnect machine, and its picture in {@code docs/architecture.md}. After a change, draw it anew with
 * {@code mvn -pl connector test -Dtest=TransitionsTest -Ddocs.write}.
 */
class TransitionsTest {

    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN = "<!-- reconnect machine -->\n";
    private static final String END = "<!-- end of the reconnect machine -->";

    @Test
    void thePictureShowsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String drawn = page.substring(0, begin) + picture() + page.substring(page.indexOf(END));
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, drawn);
        }

        assertThat(PAGE).content().as("docs/architecture.md; draw it anew with -Ddocs.write").isEqualTo(drawn);
    }

    /** One arrow between two states, with all events that lead along it. */
    private static String picture() {
        Map<String, String> arrows = new LinkedHashMap<>();
        for (Transition row : Transitions.all()) {
            if (row.from() != row.to()) {
                arrows.merge("  " + row.from() + " --> " + row.to(), name(row.event()), (some, more) -> some + ", " + more);
            }
        }
        return arrows.entrySet().stream().map(arrow -> arrow.getKey() + ": " + arrow.getValue())
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n  [*] --> NEW\n",
                        "\n  CLOSED --> [*]\n```\n\n"));
    }

    private static String name(ReconnectEvent event) {
        return event.name().toLowerCase().replace('_', ' ');
    }

    @ParameterizedTest
    @EnumSource(ReconnectState.class)
    void aStopLeadsToTheEndFromEachState(ReconnectState state) {
        assertThat(reachable(state)).contains(ReconnectState.CLOSED);
        Transition stop = Transitions.of(state, ReconnectEvent.STOP);
        assertThat(state.isStopping() || stop.to().isStopping()).as("%s", stop).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ReconnectState.class)
    void aStateThatIsTimedGoesOnWhenTheTimeIsUp(ReconnectState state) {
        assertThat(Transitions.of(state, ReconnectEvent.TIME_UP) != null).isEqualTo(state.isTimed());
    }

    @ParameterizedTest
    @EnumSource(ReconnectState.class)
    void whoAsksForAConnectionGetsOneUnlessTheApplicationEnds(ReconnectState state) {
        boolean over = state.isStopping() || state == ReconnectState.FAILED;
        Transition connect = Transitions.of(state, ReconnectEvent.CONNECT);
        ReconnectState after = connect == null ? state : connect.to();

        assertThat(reachable(after).contains(ReconnectState.CONNECTED)).isEqualTo(!over);
    }

    @ParameterizedTest
    @EnumSource(ReconnectState.class)
    void whoDisconnectsIsToldAndGetsNoConnectionByItself(ReconnectState state) {
        Transition disconnect = Transitions.of(state, ReconnectEvent.DISCONNECT);
        boolean told = disconnect != null && (disconnect.actions().contains(Action.TELL_ENDED)
                || disconnect.actions().contains(Action.TELL_DISCONNECTED));
        ReconnectState after = disconnect == null ? state : disconnect.to();

        assertThat(told || after.isEnding()).as("told now or later").isTrue();
        assertThat(reachableWithoutTheApplication(after)).doesNotContain(ReconnectState.OPENING);
    }

    @Test
    void onceTheApplicationEndsNothingBringsAConnectionBack() {
        for (ReconnectState state : ReconnectState.values()) {
            if (state.isStopping()) {
                assertThat(reachable(state)).allMatch(ReconnectState::isStopping);
            }
        }
    }

    private static Set<ReconnectState> reachable(ReconnectState from) {
        return reachable(from, EnumSet.allOf(ReconnectEvent.class));
    }

    private static Set<ReconnectState> reachableWithoutTheApplication(ReconnectState from) {
        return reachable(from, EnumSet.complementOf(EnumSet.of(ReconnectEvent.START, ReconnectEvent.CONNECT,
                ReconnectEvent.RECONNECT, ReconnectEvent.RENEW, ReconnectEvent.DISCONNECT, ReconnectEvent.STOP)));
    }

    private static Set<ReconnectState> reachable(ReconnectState from, Set<ReconnectEvent> events) {
        Set<ReconnectState> seen = EnumSet.of(from);
        Deque<ReconnectState> left = new ArrayDeque<>(seen);
        while (!left.isEmpty()) {
            ReconnectState state = left.poll();
            for (ReconnectEvent event : events) {
                Transition row = Transitions.of(state, event);
                if (row != null && seen.add(row.to())) {
                    left.add(row.to());
                }
            }
        }
        return seen;
    }
}
