package io.quarkiverse.mqttx.client;

import static io.quarkiverse.mqttx.session.ReasonCode.BAD_AUTHENTICATION_METHOD;
import static io.quarkiverse.mqttx.session.ReasonCode.BAD_USER_NAME_OR_PASSWORD;
import static io.quarkiverse.mqttx.session.ReasonCode.BANNED;
import static io.quarkiverse.mqttx.session.ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
import static io.quarkiverse.mqttx.session.ReasonCode.NOT_AUTHORIZED;
import static io.quarkiverse.mqttx.session.ReasonCode.PACKET_TOO_LARGE;
import static io.quarkiverse.mqttx.session.ReasonCode.PAYLOAD_FORMAT_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.QOS_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.RETAIN_NOT_SUPPORTED;
import static io.quarkiverse.mqttx.session.ReasonCode.SESSION_TAKEN_OVER;
import static io.quarkiverse.mqttx.session.ReasonCode.TOPIC_NAME_INVALID;
import static io.quarkiverse.mqttx.session.ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;

/** What a reason code with which a broker ends or refuses a connection means for the next attempt, and for the operator. */
final class Refusals {

    private Refusals() {
    }

    /** Whether trying again soon is of no use, because somebody has to change something first. */
    static boolean needSlowRetry(int code) {
        return switch (code) {
            case UNSUPPORTED_PROTOCOL_VERSION, CLIENT_IDENTIFIER_NOT_VALID, BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED,
                    BAD_AUTHENTICATION_METHOD, SESSION_TAKEN_OVER, TOPIC_NAME_INVALID, PACKET_TOO_LARGE, PAYLOAD_FORMAT_INVALID,
                    RETAIN_NOT_SUPPORTED, QOS_NOT_SUPPORTED ->
                true;
            default -> false;
        };
    }

    /** What helps, as a sentence with a leading blank; empty where the code speaks for itself. */
    static String advice(int code, String clientId) {
        return switch (code) {
            case UNSUPPORTED_PROTOCOL_VERSION -> " The broker takes none of the MQTT versions offered (version).";
            case CLIENT_IDENTIFIER_NOT_VALID -> " The broker does not take the client id '" + clientId + "' (client-id).";
            case BAD_USER_NAME_OR_PASSWORD -> " Check username and password.";
            case NOT_AUTHORIZED -> " Check username and password, and what the broker allows the client id '" + clientId + "'.";
            case SESSION_TAKEN_OVER -> " Two clients share the client id '" + clientId
                    + "', and the broker keeps only the one that"
                    + " came last. In Kubernetes this happens when a Deployment with a fixed client-id has more than one replica,"
                    + " or while a rolling update runs the old pod and the new one: give each pod a client-id of its own.";
            case TOPIC_NAME_INVALID -> " The broker does not take the topic of the will (will-topic).";
            case PACKET_TOO_LARGE -> " A packet is larger than one side takes (max-message-size on ours).";
            case PAYLOAD_FORMAT_INVALID -> " The broker does not take the payload of the will (will-payload).";
            case RETAIN_NOT_SUPPORTED -> " The broker keeps no retained messages, not even the will (will-retain).";
            case QOS_NOT_SUPPORTED -> " The broker does not offer the QoS of the will (will-qos).";
            default -> "";
        };
    }
}
