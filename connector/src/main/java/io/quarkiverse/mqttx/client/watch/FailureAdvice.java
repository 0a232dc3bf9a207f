package io.quarkiverse.mqttx.client.watch;

import static io.quarkiverse.mqttx.api.ReasonCode.NOT_AUTHORIZED;
import static io.quarkiverse.mqttx.api.ReasonCode.SESSION_TAKEN_OVER;

import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReasonCodeTable;
import io.quarkiverse.mqttx.topic.SafeText;

/** Describes why a connection or an attempt has ended, and what helps. */
final class FailureAdvice {

    /** So many connections in a row that are accepted and closed again are no accident. */
    private static final int SUSPICIOUS = 3;

    private static final String HOW_IT_HAPPENS = "In Kubernetes this happens when a Deployment with a fixed client-id has more"
            + " than one replica, or while a rolling update runs the old pod and the new one: give each pod a client-id of its"
            + " own";

    private FailureAdvice() {
    }

    /**
     * What has happened and, where the code does not speak for itself, what helps; without a full stop.
     *
     * @param shortLived accepted connections in a row that ended soon
     */
    static String explain(DisconnectCause ending, String clientId, int shortLived) {
        String advice = ending.accepted() ? advice(ending, clientId, shortLived)
                : ReasonCodeTable.advice(ending.code(), clientId);
        return advice == null ? ending.reason() : ending.reason() + ". " + advice;
    }

    private static String advice(DisconnectCause ending, String clientId, int shortLived) {
        if (ending.code() == NOT_AUTHORIZED) {
            return ReasonCodeTable.advice(NOT_AUTHORIZED, clientId);
        }
        if (ending.code() == SESSION_TAKEN_OVER) {
            return "Two clients share the client id '" + clientId + "', and the broker keeps only the one that came last. "
                    + HOW_IT_HAPPENS;
        }
        return ending.closedByPeer() && shortLived >= SUSPICIOUS
                ? shortLived + " connections in a row have ended soon; perhaps "
                        + whatMayEndThem(ending.topicAtQos0(), clientId) + ". " + HOW_IT_HAPPENS
                : null;
    }

    /** In MQTT 3.x, and with some brokers in MQTT 5, a take-over is a mere close; so is a message that the broker dislikes. */
    private static String whatMayEndThem(String topicAtQos0, String clientId) {
        String twoClients = "two clients share the client id '" + clientId + "'";
        return topicAtQos0 == null ? twoClients
                : "the broker does not accept a message of QoS 0 that was sent just before, the last one to "
                        + SafeText.quote(topicAtQos0) + " (look into its log), or " + twoClients;
    }
}
