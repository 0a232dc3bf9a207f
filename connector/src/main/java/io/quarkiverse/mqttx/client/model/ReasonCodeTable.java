package io.quarkiverse.mqttx.client.model;

import static io.quarkiverse.mqttx.client.model.ReconnectAction.NEW_CREDENTIALS;
import static io.quarkiverse.mqttx.client.model.ReconnectAction.RETRY;
import static io.quarkiverse.mqttx.client.model.ReconnectAction.SLOW;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.quarkiverse.mqttx.api.ReasonCode;

/**
 * The one table of the reason codes with which a broker may refuse or end a connection, in CONNACK and DISCONNECT of MQTT 5
 * (MQTT-5.0 §3.2.2.2, §3.14.2.1) and as return codes of 3.x (MQTT-3.1.1 §3.2.2.3): what each means for the next attempt and for
 * the operator. {@code docs/connection.md} is written from it.
 */
public final class ReasonCodeTable {

    /**
     * @param code of MQTT 5
     * @param returnCode of 3.x, which is translated to the code; 0 where there is none
     * @param refused what follows when CONNACK says so; {@code null} where that is no code for CONNACK
     * @param ended what follows when DISCONNECT says so; {@code null} where that is no code for DISCONNECT
     * @param ours whether DISCONNECT blames something that we have sent, or have not
     * @param meaning in short, for the reference
     * @param advice for the operator when CONNACK says so, with {@code %s} for the client id; {@code null} where the code
     *        speaks
     *        for itself
     */
    record Row(int code, int returnCode, ReconnectAction refused, ReconnectAction ended, boolean ours, String meaning,
            String advice) {

        private Row(int code, ReconnectAction refused, ReconnectAction ended, boolean ours, String meaning) {
            this(code, 0, refused, ended, ours, meaning, null);
        }
    }

    private static final boolean OURS = true;
    private static final boolean NOT_OURS = false;

    private static final List<Row> ROWS = List.of(
            new Row(ReasonCode.SUCCESS, null, RETRY, NOT_OURS, "the broker ends the connection and says nothing more"),
            new Row(ReasonCode.UNSPECIFIED_ERROR, RETRY, RETRY, OURS, "no reason given"),
            new Row(ReasonCode.MALFORMED_PACKET, RETRY, RETRY, OURS, "the broker could not read a packet"),
            new Row(ReasonCode.PROTOCOL_ERROR, RETRY, RETRY, OURS, "a packet that the broker did not expect"),
            new Row(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, RETRY, RETRY, OURS, "a rule of this broker alone"),
            new Row(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, 1, SLOW, null, NOT_OURS,
                    "tried in the other versions first, see `version`",
                    "The broker accepts none of the MQTT versions offered (version)"),
            new Row(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, 2, SLOW, null, NOT_OURS, "see `client-id`",
                    "The broker does not accept the client id '%s' (client-id)"),
            new Row(ReasonCode.BAD_USER_NAME_OR_PASSWORD, 4, NEW_CREDENTIALS, null, NOT_OURS, "see `username`, `password`",
                    "Check username and password"),
            new Row(ReasonCode.NOT_AUTHORIZED, 5, NEW_CREDENTIALS, NEW_CREDENTIALS, NOT_OURS,
                    "not these credentials, not this client id, or no longer",
                    "Check username and password, and what the broker allows the client id '%s'"),
            new Row(ReasonCode.SERVER_UNAVAILABLE, 3, RETRY, null, NOT_OURS, "the broker is there, its service is not", null),
            new Row(ReasonCode.SERVER_BUSY, RETRY, RETRY, NOT_OURS, "the delays that grow take load off it"),
            new Row(ReasonCode.BANNED, SLOW, null, NOT_OURS, "by an operator, or by a rule against too many attempts"),
            new Row(ReasonCode.SERVER_SHUTTING_DOWN, null, RETRY, NOT_OURS, "the broker will be back"),
            new Row(ReasonCode.BAD_AUTHENTICATION_METHOD, SLOW, SLOW, NOT_OURS, "see `authentication`"),
            new Row(ReasonCode.KEEP_ALIVE_TIMEOUT, null, RETRY, OURS, "see `keep-alive-seconds`"),
            new Row(ReasonCode.SESSION_TAKEN_OVER, null, SLOW, NOT_OURS, "another client has the same client id"),
            new Row(ReasonCode.TOPIC_FILTER_INVALID, null, RETRY, OURS, "see `topic`"),
            new Row(ReasonCode.TOPIC_NAME_INVALID, 0, SLOW, RETRY, OURS, "in CONNACK that of the will",
                    "The broker does not accept the topic of the will (will-topic)"),
            new Row(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, null, RETRY, OURS, "too many messages in flight"),
            new Row(ReasonCode.TOPIC_ALIAS_INVALID, null, RETRY, OURS, "a topic alias that the broker does not know"),
            new Row(ReasonCode.PACKET_TOO_LARGE, 0, SLOW, RETRY, OURS, "in CONNACK that is CONNECT with its will",
                    "CONNECT with its will is larger than the broker accepts (will-payload)"),
            new Row(ReasonCode.MESSAGE_RATE_TOO_HIGH, null, RETRY, NOT_OURS,
                    "the application sends too much in too short a time"),
            new Row(ReasonCode.QUOTA_EXCEEDED, RETRY, RETRY, NOT_OURS,
                    "a limit of the broker's; `slow` where it is one for hours"),
            new Row(ReasonCode.ADMINISTRATIVE_ACTION, null, RETRY, NOT_OURS, "an operator has ended the connection"),
            new Row(ReasonCode.PAYLOAD_FORMAT_INVALID, 0, SLOW, RETRY, OURS, "in CONNACK that of the will",
                    "The broker does not accept the payload of the will (will-payload)"),
            new Row(ReasonCode.RETAIN_NOT_SUPPORTED, 0, SLOW, RETRY, OURS, "in CONNACK that of the will",
                    "The broker keeps no retained messages, not even the will (will-retain)"),
            new Row(ReasonCode.QOS_NOT_SUPPORTED, 0, SLOW, RETRY, OURS, "in CONNACK that of the will",
                    "The broker does not offer the QoS of the will (will-qos)"),
            new Row(ReasonCode.USE_ANOTHER_SERVER, RETRY, RETRY, NOT_OURS, "followed with `follow-redirects=true`"),
            new Row(ReasonCode.SERVER_MOVED, RETRY, RETRY, NOT_OURS, "followed with `follow-redirects=true`"),
            new Row(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, null, RETRY, OURS, "see `topic`"),
            new Row(ReasonCode.CONNECTION_RATE_EXCEEDED, RETRY, RETRY, NOT_OURS,
                    "too many connections in too short a time; delays have jitter"),
            new Row(ReasonCode.MAXIMUM_CONNECT_TIME, null, RETRY, NOT_OURS,
                    "it was allowed for so long; credentials are fresh"),
            new Row(ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, null, RETRY, OURS, "the next attempt does without them"),
            new Row(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED, null, RETRY, OURS, "see `topic`"));

    private static final Map<Integer, Row> BY_CODE = ROWS.stream().collect(Collectors.toMap(Row::code, Function.identity()));

    private ReasonCodeTable() {
    }

    /** In the order of the codes. */
    static List<Row> rows() {
        return ROWS;
    }

    /** Whether a broker may refuse or end a connection with this code: one of 0x80 or above, or 0 for none. */
    public static boolean knows(int code) {
        return BY_CODE.containsKey(code);
    }

    /**
     * What follows by default.
     *
     * @param accepted whether the connection had been accepted, so that it was not CONNACK that said so
     */
    static ReconnectAction reaction(int code, boolean accepted) {
        Row row = BY_CODE.get(code);
        if (row == null) {
            return RETRY;
        }
        // some brokers use a code in the other packet as well
        ReconnectAction first = accepted ? row.ended : row.refused;
        return first != null ? first : accepted ? row.refused : row.ended;
    }

    /** Whether the broker ends a connection with this code because of something that we have sent, or have not. */
    public static boolean blamesUs(int code) {
        Row row = BY_CODE.get(code);
        return row != null && row.ours;
    }

    /** What helps when CONNACK says so; {@code null} where the code speaks for itself. */
    public static String advice(int code, String clientId) {
        Row row = BY_CODE.get(code);
        return row == null || row.advice == null ? null : row.advice.formatted(clientId);
    }
}
