package io.quarkiverse.mqttx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Will;

/** CONNECT byte by byte (MQTT-5.0 §3.1, MQTT-3.1.1 §3.1). */
class ConnectPacketTest {

    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL = 0x04;
    private static final int CLEAN_START = 0x02;

    @ParameterizedTest
    @CsvSource({ "V5, 00044d51545405", "V3_1_1, 00044d51545404", "V3_1, 00064d514973647003" })
    void beginsWithNameAndVersionOfTheProtocol(ProtocolVersion version, String hex) {
        ByteBuf connect = encode(new Connect(version, "c", true, 0x1234, null, null, null, Properties.EMPTY));

        assertThat(ByteBufUtil.hexDump(connect).substring(4)).startsWith(hex + "02" + "1234");
    }

    static Stream<Connect> connects() {
        List<Connect> all = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            for (Will will : wills()) {
                for (int bits = 0; bits < 8; bits++) {
                    all.add(new Connect(version, "c", (bits & 1) != 0, 60, will, (bits & 2) != 0 ? "u" : null,
                            (bits & 4) != 0 ? bytes("p") : null, Properties.EMPTY));
                }
            }
        }
        return all.stream();
    }

    private static List<Will> wills() {
        List<Will> wills = new ArrayList<>();
        wills.add(null);
        for (int qos = 0; qos <= 2; qos++) {
            wills.add(new Will("w", bytes("m"), qos, false, Properties.EMPTY));
            wills.add(new Will("w", bytes("m"), qos, true, Properties.EMPTY));
        }
        return wills;
    }

    @ParameterizedTest
    @MethodSource("connects")
    void flagsSayWhatIsInThePayloadAndNothingElse(Connect connect) {
        boolean v5 = connect.version().is5();
        ByteBuf in = encode(connect);
        in.skipBytes(2 + 2 + connect.version().protocolName().length() + 1);
        int flags = in.readUnsignedByte();
        in.skipBytes(2 + (v5 ? 1 : 0));

        // MQTT 3.x has no password without a user name
        String username = connect.username() == null && connect.password() != null && !v5 ? "" : connect.username();
        Will will = connect.will();
        int expected = (connect.cleanStart() ? CLEAN_START : 0) | (username == null ? 0 : USER_NAME)
                | (connect.password() == null ? 0 : PASSWORD)
                | (will == null ? 0 : WILL | will.qos() * 8 | (will.retain() ? WILL_RETAIN : 0));
        assertThat(flags).isEqualTo(expected);

        assertThat(text(in)).isEqualTo("c");
        if ((flags & WILL) != 0) {
            in.skipBytes(v5 ? 1 : 0);
            assertThat(text(in)).isEqualTo("w");
            assertThat(text(in)).isEqualTo("m");
        }
        if ((flags & USER_NAME) != 0) {
            assertThat(text(in)).isEqualTo(username);
        }
        if ((flags & PASSWORD) != 0) {
            assertThat(text(in)).isEqualTo("p");
        }
        assertThat(in.isReadable()).as("something that no flag says").isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "V5, 000163 00 000177 00016d 000175 000170", "V3_1_1, 000163 000177 00016d 000175 000170",
            "V3_1, 000163 000177 00016d 000175 000170" })
    void fieldsStandInTheOrderOfTheSpecification(ProtocolVersion version, String payload) {
        ByteBuf connect = encode(new Connect(version, "c", true, 60, new Will("w", bytes("m"), 0, false, Properties.EMPTY),
                "u", bytes("p"), Properties.EMPTY));

        assertThat(ByteBufUtil.hexDump(connect)).endsWith(payload.replace(" ", ""));
        int header = 2 + 2 + version.protocolName().length() + 1 + 1 + 2 + (version.is5() ? 1 : 0);
        assertThat(connect.readableBytes()).isEqualTo(header + payload.replace(" ", "").length() / 2);
    }

    @Test
    void aClientIdThatTheBrokerIsToAssignIsAnEmptyField() {
        ByteBuf connect = encode(new Connect(ProtocolVersion.V5, "", false, 60, null, null, null, Properties.EMPTY));

        assertThat(ByteBufUtil.hexDump(connect)).isEqualTo("100d" + "00044d515454" + "05" + "00" + "003c" + "00" + "0000");
    }

    private static ByteBuf encode(Connect connect) {
        ByteBuf bytes = Unpooled.buffer();
        new PacketEncoder().encode(connect, bytes);
        assertThat(bytes.getUnsignedByte(0)).isEqualTo((short) 0x10);
        assertThat(bytes.getUnsignedByte(1)).isEqualTo((short) (bytes.readableBytes() - 2));
        return bytes;
    }

    private static String text(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
