package io.quarkiverse.mqttx.client.reconnect;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;

import io.quarkiverse.mqttx.api.ConnectAttempt;
import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.api.ServerAddress;
import io.quarkiverse.mqttx.client.model.DisconnectCause;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.client.model.ReconnectSettings;

/** Decides what follows an attempt that has failed, or a connection that was lost: another attempt, where and when, or none. */
public final class ReconnectRules {

    /** Attempts in a row with another protocol version without delay; three versions, and one that is asked anew. */
    private static final int VERSION_RETRIES = 4;

    private final ReconnectSettings settings;
    private final ReconnectPolicy policy;
    private final ServerRotation servers;
    private final Redirects redirects;
    private int versionRetries;

    /**
     * @param servers at least one
     * @param scope where the credentials of an attempt may go that a broker refers to another one
     * @param random numbers from 0 inclusive to 1 exclusive
     * @param slowMillis the least delay after a refusal that a retry will hardly change
     */
    public ReconnectRules(ReconnectSettings settings, List<ServerAddress> servers,
            BiPredicate<ServerAddress, ConnectAttempt> scope, DoubleSupplier random, long slowMillis) {
        this.settings = settings;
        this.policy = new ReconnectPolicy(settings, random, slowMillis);
        this.servers = new ServerRotation(servers);
        this.redirects = new Redirects(settings.followRedirects(), this.servers, scope);
    }

    /** Where the next attempt goes. */
    public ServerAddress server() {
        return servers.current();
    }

    /** The application has asked for a connection: whatever went wrong before, this is a beginning. */
    void startOver() {
        versionRetries = 0;
        policy.startOver();
    }

    void accepted() {
        versionRetries = 0;
        policy.accepted();
        servers.accepted();
    }

    Decision after(EndedAttempt ended) {
        DisconnectCause cause = ended.cause();
        if (cause.retryAtOnce() && versionRetries < VERSION_RETRIES) {
            versionRetries++;
            return Decision.retryAtOnce(cause);
        }
        versionRetries = 0;
        if (cause.accepted()) {
            lost(ended);
        }
        if (mayFollow(cause) && redirects.follow(ended.server(), ended.prepared(), cause)) {
            return Decision.redirected(cause, policy.shortLivedInARow(), redirects.pauseMillis(),
                    ended.server() + " refers to " + servers.current() + ": " + cause.reason());
        }
        return next(ended, redirects.explain(cause));
    }

    private void lost(EndedAttempt ended) {
        if (ended.poisoned()) {
            policy.lostToPacket();
        } else {
            policy.lost(ended.heldMillis());
        }
        servers.lost();
        if (policy.shortLivedInARow() == 0) {
            redirects.over();
        }
    }

    /** Without reconnection, what was accepted and is gone is left at that. */
    private boolean mayFollow(DisconnectCause cause) {
        return !cause.accepted() || settings.enabled();
    }

    private Decision next(EndedAttempt ended, DisconnectCause cause) {
        boolean anotherServer = false;
        if (!cause.accepted()) {
            policy.failed();
            // what was not prepared is not the server's fault
            anotherServer = ended.prepared() != null && servers.next();
        }
        ReconnectAction action = settings.reaction(cause.code(), cause.accepted());
        if (action == ReconnectAction.STOP) {
            return Decision.giveUp(cause, policy.shortLivedInARow(),
                    "no other attempt is allowed after " + ReasonCode.describe(cause.code()) + " (reason-codes)");
        }
        // without reconnection the first connection may still try each server once
        if (policy.mayRetry() || anotherServer && !settings.enabled()) {
            if (!anotherServer) {
                redirects.over();
            }
            return Decision.ask(cause, policy.shortLivedInARow(), action, anotherServer);
        }
        return Decision.giveUp(cause, policy.shortLivedInARow(), policy.whyNot());
    }

    /** @param slow whether somebody has to change something first */
    long delayMillis(Decision decision, boolean slow) {
        return slow ? policy.slowDelay() : decision.anotherServer() ? servers.pauseMillis() : policy.nextDelay();
    }
}
