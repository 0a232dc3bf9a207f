package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.session.ReasonCode.BAD_AUTHENTICATION_METHOD;
import static io.quarkiverse.mqttx.session.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.quarkiverse.mqttx.session.ReasonCode.BANNED;
import static io.quarkiverse.mqttx.session.ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
import static io.quarkiverse.mqttx.session.ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
import static io.quarkiverse.mqttx.session.ReasonCode.KEEP_ALIVE_TIMEOUT;
import static io.quarkiverse.mqttx.session.ReasonCode.MALFORMED_PACKET;
import static io.quarkiverse.mqttx.session.ReasonCode.NOT_AUTHORIZED;
import static io.quarkiverse.mqttx.session.ReasonCode.PACKET_TOO_LARGE;
import static io.quarkiverse.mqttx.session.ReasonCode.PAYLOAD_FORMAT_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.PROTOCOL_ERROR;
import static io.quarkiverse.mqttx.session.ReasonCode.QOS_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.RECEIVE_MAXIMUM_EXCEEDED;
import static io.quarkiverse.mqttx.session.ReasonCode.RETAIN_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.SESSION_TAKEN_OVER;
import static io.quarkiverse.mqttx.session.ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.TOPIC_ALIAS_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.TOPIC_FILTER_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.TOPIC_NAME_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.UNSPECIFIED_ERROR;
import static io.quarkiverse.mqttx.session.ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
import static io.quarkiverse.mqttx.session.ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED;

/** What a reason code with which a broker ends or refuses a connection means for the next attempt, and for the operator. */
final class Refusals {

    /** So many connections in a row that are accepted and closed again are no accident. */
    private static final int SUSPICIOUS = 3;

    private static final String HOW_IT_HAPPENS = "In Kubernetes this happens when a Deployment with a fixed client-id has more"
            + " than one replica, or while a rolling update runs the old pod and the new one: give each pod a client-id of its"
            + " own";

    private Refusals() {
    }

    /** Whether the broker ends a connection with this code because of something that we have sent, or have not. */
    static boolean blamesUs(int code) {
        return switch (code) {
            case UNSPECIFIED_ERROR, MALFORMED_PACKET, PROTOCOL_ERROR, IMPLEMENTATION_SPECIFIC_ERROR, KEEP_ALIVE_TIMEOUT,
                    TOPIC_FILTER_INVALID, TOPIC_NAME_INVALID, RECEIVE_MAXIMUM_EXCEEDED, TOPIC_ALIAS_INVALID, PACKET_TOO_LARGE,
                    PAYLOAD_FORMAT_INVALID, RETAIN_NOT_SUPPORTED, QOS_NOT_SUPPORTED, SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
                    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED ->
                true;
            default -> false;
        };
    }

    /** Whether trying again soon is of no use, because somebody has to change something first. */
    static boolean needsSlowRetry(Ending ending) {
        return switch (ending.code()) {
            case NOT_AUTHORIZED, BANNED, SESSION_TAKEN_OVER -> true;
            case UNSUPPORTED_PROTOCOL_VERSION, CLIENT_IDENTIFIER_NOT_VALID, BAD_USER_NAME_OR_PASSWORD,
                    BAD_AUTHENTICATION_METHOD,
                    TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID, RETAIN_NOT_SUPPORTED, QOS_NOT_SUPPORTED ->
                // in CONNACK it is our CONNECT that is wrong, and the next one will be the same
                !ending.accepted();
            default -> false;
        };
    }

    /**
     * What has happened and, where the code does not speak for itself, what helps; without a full stop.
     *
     * @param shortLived accepted connections in a row that ended soon
     */
    static String explain(Ending ending, String clientId, int shortLived) {
        String advice = ending.accepted() ? advice(ending, clientId, shortLived)
                : connectAdvice(ending.code(), clientId);
        return advice == null ? ending.reason() : ending.reason() + ". " + advice;
    }

    private static String advice(Ending ending, String clientId, int shortLived) {
        if (ending.code() == NOT_AUTHORIZED) {
            return notAuthorized(clientId);
        }
        if (ending.code() == SESSION_TAKEN_OVER) {
            return "Two clients share the client id '" + clientId + "', and the broker keeps only the one that came last. "
                    + HOW_IT_HAPPENS;
        }
        // in MQTT 3.x, and with some brokers in MQTT 5, a take-over is a mere close
        return ending.closedByPeer() && shortLived >= SUSPICIOUS ? shortLived
                + " connections in a row have ended soon; perhaps two clients share the client id '" + clientId + "'. "
                + HOW_IT_HAPPENS : null;
    }

    private static String notAuthorized(String clientId) {
        return "Check username and password, and what the broker allows the client id '" + clientId + "'";
    }

    private static String connectAdvice(int code, String clientId) {
        return switch (code) {
            case UNSUPPORTED_PROTOCOL_VERSION -> "The broker takes none of the MQTT versions offered (version)";
            case CLIENT_IDENTIFIER_NOT_VALID -> "The broker does not take the client id '" + clientId + "' (client-id)";
            case NOT_AUTHORIZED -> notAuthorized(clientId);
            case BAD_USER_NAME_OR_PASSWORD -> "Check username and password";
            case TOPIC_NAME_INVALID -> "The broker does not take the topic of the will (will-topic)";
            case PACKET_TOO_LARGE -> "CONNECT with its will is larger than the broker takes (will-payload)";
            case PAYLOAD_FORMAT_INVALID -> "The broker does not take the payload of the will (will-payload)";
            case RETAIN_NOT_SUPPORTED -> "The broker keeps no retained messages, not even the will (will-retain)";
            case QOS_NOT_SUPPORTED -> "The broker does not offer the QoS of the will (will-qos)";
            default -> null;
        };
    }
}
