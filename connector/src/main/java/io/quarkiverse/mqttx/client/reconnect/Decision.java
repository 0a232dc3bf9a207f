package io.quarkiverse.mqttx.client.reconnect;

import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReconnectAction;

/**
 * What follows an attempt that has failed, or a connection that was lost.
 *
 * @param cause of the end, with what can be done about it
 * @param shortLived accepted connections in a row that ended soon
 * @param action what the reason code asks for
 * @param pauseMillis before the next attempt, for {@link ReconnectEvent#PAUSE}
 * @param anotherServer whether the next attempt goes to the next server of the round
 * @param why no attempt follows, for people; {@code null} when one may
 * @param notice what an operator should see, or {@code null}
 */
public record Decision(ReconnectEvent event, DisconnectCause cause, int shortLived, ReconnectAction action, long pauseMillis,
        boolean anotherServer, String why, String notice) {

    static Decision retryAtOnce(DisconnectCause cause) {
        return new Decision(ReconnectEvent.RETRY, cause, 0, null, 0, false, null, null);
    }

    static Decision redirected(DisconnectCause cause, int shortLived, long pauseMillis, String notice) {
        return new Decision(pauseMillis == 0 ? ReconnectEvent.RETRY : ReconnectEvent.PAUSE, cause, shortLived, null,
                pauseMillis, false, null, notice);
    }

    static Decision ask(DisconnectCause cause, int shortLived, ReconnectAction action, boolean anotherServer) {
        return new Decision(ReconnectEvent.ASK, cause, shortLived, action, 0, anotherServer, null, null);
    }

    static Decision giveUp(DisconnectCause cause, int shortLived, String why) {
        return new Decision(ReconnectEvent.GIVE_UP, cause, shortLived, ReconnectAction.STOP, 0, false, why, null);
    }

    /** The same end, after which no attempt follows. */
    Decision because(String whyNot) {
        return giveUp(cause, shortLived, whyNot);
    }
}
