package io.quarkiverse.mqttx.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * The table of the reason codes, and the one in {@code docs/connection.md}, which is made of it. After a change, write it anew
 * with {@code mvn -pl connector test -Dtest=ReasonCodeTableTest -Ddocs.write}.
 */
class ReasonCodeTableTest {

    private static final Path PAGE = Path.of("..", "docs", "connection.md");
    private static final String BEGIN = "<!-- Generated from ReasonCodeTable by ReasonCodeTableTest; do not edit. -->\n";
    private static final String END = "<!-- Generated to here. -->";

    @Test
    void theReferenceIsUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + reference()
                + page.substring(page.indexOf(END));
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, expected);
        }

        assertThat(PAGE).content().as("docs/connection.md; write it anew with -Ddocs.write").isEqualTo(expected);
    }

    private static String reference() {
        return ReasonCodeTable.rows().stream().map(ReasonCodeTableTest::line).collect(Collectors.joining("\n", """
                | code | in 3.x | in CONNACK | in DISCONNECT | |
                |---|---|---|---|---|
                """, "\n"));
    }

    private static String line(ReasonCodeTable.Row row) {
        String name = row.code() == ReasonCode.SUCCESS ? "0x00 Normal disconnection, or a close without a word"
                : ReasonCode.describe(row.code());
        return "| " + name + " | " + (row.returnCode() == 0 ? "" : row.returnCode()) + " | " + reaction(row.refused()) + " | "
                + reaction(row.ended()) + " | " + row.meaning() + " |";
    }

    private static String reaction(ReconnectAction reaction) {
        return reaction == null ? "–" : "`" + reaction + "`";
    }

    /** MQTT-5.0 §2.4, table 2-6, and what §3.14.2.1 has besides. */
    @Test
    void hasARowForEachCodeOfConnAckAndDisconnectInMqtt5() {
        assertThat(ReasonCodeTable.rows().stream().filter(row -> row.refused() != null).map(ReasonCodeTable.Row::code))
                .containsExactly(0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99,
                        0x9A, 0x9B, 0x9C, 0x9D, 0x9F);
        assertThat(ReasonCodeTable.rows().stream().filter(row -> row.ended() != null).map(ReasonCodeTable.Row::code))
                .containsExactly(0x00, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95,
                        0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2);
    }

    /** MQTT-3.1.1 §3.2.2.3. */
    @Test
    void hasEachReturnCodeOfMqtt3() {
        assertThat(ReasonCodeTable.rows().stream().map(ReasonCodeTable.Row::returnCode).filter(code -> code != 0))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void aCodeThatIsNotMeantForThePacketCountsAsInTheOther() {
        assertThat(ReasonCodeTable.reaction(ReasonCode.BANNED, true)).isEqualTo(ReconnectAction.SLOW);
        assertThat(ReasonCodeTable.reaction(ReasonCode.SESSION_TAKEN_OVER, false)).isEqualTo(ReconnectAction.SLOW);
    }

    @Test
    void whatNobodyKnowsIsRetried() {
        for (int code : List.of(0x01, 0x7F, 0xA3, 0xFF)) {
            assertThat(ReasonCodeTable.knows(code)).isFalse();
            assertThat(ReasonCodeTable.reaction(code, false)).isEqualTo(ReconnectAction.RETRY);
            assertThat(ReasonCodeTable.reaction(code, true)).isEqualTo(ReconnectAction.RETRY);
            assertThat(ReasonCodeTable.blamesUs(code)).isFalse();
            assertThat(ReasonCodeTable.advice(code, "me")).isNull();
        }
    }
}
