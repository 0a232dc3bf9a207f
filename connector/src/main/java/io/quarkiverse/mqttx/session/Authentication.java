package io.quarkiverse.mqttx.session;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.model.SessionSettings;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.ConnAck;
import io.quarkiverse.mqttx.session.packet.PacketSize;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/**
 * Enhanced authentication (MQTT-5.0 §4.12): AUTH packets go to and fro, in turn, between CONNECT and CONNACK, and later where
 * the client authenticates again. What they carry is the matter of the mechanism, outside of the session.
 */
final class Authentication {

    static final int CONTINUE = 0x18;
    static final int REAUTHENTICATE = 0x19;

    private static final byte[] NOTHING = {};

    /** Whose word is awaited. */
    private enum Turn {
        NOBODY,
        BROKER,
        CLIENT
    }

    private final AuthenticationMethod method;
    private final ConnectionState state;
    private final SessionOutput output;
    private final long timeoutMillis;
    private Turn turn = Turn.NOBODY;
    /** Of an authentication within a connection; that of the handshake has the deadline of CONNACK. */
    private boolean again;
    private long begunAt;
    /** The number of its first packet in the connection. */
    private long number;

    Authentication(SessionSettings settings, ConnectionState state, SessionOutput output) {
        this.method = settings.options().authentication();
        this.state = state;
        this.output = output;
        this.timeoutMillis = settings.timing().connectTimeoutMillis();
    }

    /** CONNECT goes out, and with it the first word, where there is a method. */
    void connecting() {
        turn = method == null ? Turn.NOBODY : Turn.BROKER;
    }

    void connectionLost() {
        turn = Turn.NOBODY;
        again = false;
    }

    void received(Auth auth, long now) {
        boolean done = state.isUp() && auth.reasonCode() == ReasonCode.SUCCESS;
        if (turn != Turn.BROKER) {
            violated(method == null ? "the broker has sent AUTH, but no authentication method was asked for"
                    : "the broker has sent AUTH out of turn", now);
        } else if (!done && auth.reasonCode() != CONTINUE) {
            violated("the broker has sent AUTH " + ReasonCode.describe(auth.reasonCode()) + " in the middle of an"
                    + " authentication", now);
        } else if (!isOurs(auth.properties())) {
            violated("the broker has sent AUTH " + another(auth.properties()), now);
        } else if (done) {
            turn = Turn.NOBODY;
            again = false;
            String problem = output.authenticated(auth.properties().binary(Property.AUTHENTICATION_DATA));
            if (problem != null) {
                fail(problem, now);
            }
        } else {
            turn = Turn.CLIENT;
            byte[] data = auth.properties().binary(Property.AUTHENTICATION_DATA);
            output.challenged(data == null ? NOTHING : data);
        }
    }

    /** Whether the broker that accepts has done its part of the authentication; when not, the connection ends. */
    boolean completes(ConnAck connAck, long now) {
        if (method == null) {
            return true;
        }
        if (turn != Turn.BROKER) {
            violated("the broker has accepted in the middle of the authentication", now);
        } else if (!isOurs(connAck.properties())) {
            violated("the broker has accepted " + another(connAck.properties()), now);
        } else {
            turn = Turn.NOBODY;
            String problem = output.authenticated(connAck.properties().binary(Property.AUTHENTICATION_DATA));
            if (problem == null) {
                return true;
            }
            fail(problem, now);
        }
        return false;
    }

    /** The client's answer to {@link SessionOutput#challenged}. */
    void respond(byte[] data, long now) {
        // The connection may have been ended since, and not be gone yet
        if (turn == Turn.CLIENT && (state.inHandshake() || state.isUp())) {
            turn = Turn.BROKER;
            send(CONTINUE, data, now);
        }
    }

    /** Begins anew within the connection (MQTT-5.0 §4.12.1); false where that is not possible now. */
    boolean again(byte[] data, long now) {
        if (method == null || turn != Turn.NOBODY || !state.isUp()) {
            return false;
        }
        turn = Turn.BROKER;
        again = true;
        begunAt = now;
        number = state.progress().number() + 1;
        send(REAUTHENTICATE, data, now);
        return true;
    }

    /** The client cannot or will not go on. */
    void fail(String reason, long now) {
        state.failAuthentication(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, reason, now);
    }

    long nextDeadline() {
        return again && state.isUp() ? state.progress().deadline(number, begunAt, timeoutMillis) : Long.MAX_VALUE;
    }

    void tick(long now) {
        if (now >= nextDeadline()) {
            again = false;
            fail("the authentication was not done within " + timeoutMillis + " ms (connect-timeout-seconds)", now);
        }
    }

    /** Before CONNACK nobody knows what the broker takes. */
    private void send(int reasonCode, byte[] data, long now) {
        Properties properties = properties(data);
        if (state.isUp() && PacketSize.auth(properties) > state.negotiated().maximumPacketSize()) {
            fail("the broker takes packets of " + state.negotiated().maximumPacketSize() + " bytes at most, and the"
                    + " authentication needs an AUTH of " + PacketSize.auth(properties), now);
        } else {
            state.send(new Auth(reasonCode, properties), now);
        }
    }

    private Properties properties(byte[] data) {
        Properties.Builder properties = Properties.builder();
        addTo(properties, method, data);
        return properties.build();
    }

    /** @param data {@code null} for none */
    static void addTo(Properties.Builder properties, AuthenticationMethod method, byte[] data) {
        properties.add(Property.AUTHENTICATION_METHOD, method.name());
        if (data != null) {
            properties.add(Property.AUTHENTICATION_DATA, data);
        }
    }

    /** The same method must be named all the time [MQTT-4.12.0-5]. */
    private boolean isOurs(Properties properties) {
        return method.name().equals(properties.string(Property.AUTHENTICATION_METHOD));
    }

    private String another(Properties properties) {
        String other = properties.string(Property.AUTHENTICATION_METHOD);
        return "with the authentication method " + (other == null ? "none" : "'" + other + "'") + " instead of '"
                + method.name() + "'";
    }

    private void violated(String reason, long now) {
        state.failAuthentication(ReasonCode.PROTOCOL_ERROR, reason, now);
    }
}
