package io.quarkiverse.mqttx.client.model;

import java.io.IOException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;
import io.quarkiverse.mqttx.topic.SafeText;

/**
 * How a connection, or the attempt to get one, has ended.
 *
 * @param reason for people
 * @param code the broker's reason code, 0 when it gave none
 * @param accepted whether CONNACK had accepted it before
 * @param retryAtOnce whether another protocol version should be tried without delay
 * @param closedByPeer whether the other side closed it without giving a reason
 * @param answer what the broker's last word, CONNACK or DISCONNECT, said besides
 * @param topicAtQos0 of the last message of QoS 0 before it, or {@code null}
 */
public record DisconnectCause(String reason, int code, boolean accepted, boolean retryAtOnce, boolean closedByPeer,
        Properties answer,
        String topicAtQos0) {

    /** Where the broker refers the client to, or {@code null} (MQTT-5.0 §4.11). */
    public String serverReference() {
        return answer.string(Property.SERVER_REFERENCE);
    }

    /** The same, told in other words. */
    public DisconnectCause because(String otherReason) {
        return new DisconnectCause(otherReason, code, accepted, retryAtOnce, closedByPeer, answer, topicAtQos0);
    }

    /**
     * Whether the other side ended the connection, rather than something in between.
     *
     * @param cause what the transport reported, {@code null} for an orderly close
     */
    public static boolean isByPeer(Throwable cause) {
        if (cause == null) {
            return true;
        }
        if (!(cause instanceof IOException) || cause instanceof SSLException) {
            return false;
        }
        // a reset has no type of its own; the texts are those of Linux and macOS, of Windows, and of Java itself
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("reset") || text.contains("broken pipe") || text.contains("forcibly closed")
                || text.contains("aborted");
    }

    /** What went wrong, in one line: the message and, where it adds something, that of the root cause. */
    public static String describe(Throwable failure) {
        Throwable root = SafeText.rootCause(failure);
        String text = text(failure);
        return root == failure || text.contains(text(root)) ? text : text + " (" + text(root) + ")";
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : SafeText.ofMessage(message);
    }
}
