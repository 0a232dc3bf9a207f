package io.quarkiverse.mqttx.session.simulation;

/** A rule of MQTT, or a promise of the session, was broken. */
final class SimulationFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    SimulationFailure(String message) {
        super(message);
    }

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
