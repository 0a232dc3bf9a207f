package io.quarkiverse.mqttx.session.simulation;

import io.quarkiverse.mqttx.session.model.AuthenticationMethod;
import io.quarkiverse.mqttx.session.packet.Auth;
import io.quarkiverse.mqttx.session.packet.Connect;
import io.quarkiverse.mqttx.session.packet.Packet;
import io.quarkiverse.mqttx.session.packet.Properties;
import io.quarkiverse.mqttx.session.packet.Property;

/**
 * The broker's side of enhanced authentication on one connection. The mechanism is counting: each side says the number
 * after that of the other, for as many rounds as the broker likes.
 */
final class BrokerAuthentication {

    private final World world;
    private final BrokerConnection connection;
    /** What the client must say next; 0 while it need not say anything. */
    private int expected;
    private int rounds;
    private Runnable done;

    BrokerAuthentication(World world, BrokerConnection connection) {
        this.world = world;
        this.connection = connection;
    }

    static byte[] data(int number) {
        return new byte[] { (byte) number };
    }

    /** What is said in the packet; -1 for nothing. */
    static int number(Properties properties) {
        byte[] data = properties.binary(Property.AUTHENTICATION_DATA);
        return data == null ? -1 : data[0];
    }

    /** Goes to and fro, and then does what is to be done. */
    void begin(Connect connect, Runnable accepted) {
        AuthenticationMethod method = world.scenario.settings.options().authentication();
        if (method == null) {
            world.check(!connect.properties().has(Property.AUTHENTICATION_METHOD), "a method that nobody wants", connect);
            accepted.run();
        } else {
            begin(connect.properties(), accepted);
        }
    }

    private void begin(Properties properties, Runnable accepted) {
        check(properties, 1);
        rounds = world.dice.between(0, 3);
        expected = 1;
        done = accepted;
        goOn();
    }

    private void check(Properties properties, int number) {
        AuthenticationMethod method = world.scenario.settings.options().authentication();
        world.check(method.name().equals(properties.string(Property.AUTHENTICATION_METHOD)), "Authentication Method",
                properties);
        world.check(number(properties) == number, "Authentication Data", properties);
    }

    private void goOn() {
        int said = expected;
        if (rounds-- == 0) {
            expected = 0;
            done.run();
        } else {
            expected = said + 2;
            connection.send(new Auth(0x18, answer(said + 1)));
        }
    }

    private Properties answer(int number) {
        Properties.Builder properties = Properties.builder();
        describe(properties);
        return properties.add(Property.AUTHENTICATION_DATA, data(number)).build();
    }

    /** What CONNACK says of it. */
    void describe(Properties.Builder properties) {
        AuthenticationMethod method = world.scenario.settings.options().authentication();
        if (method != null) {
            properties.add(Property.AUTHENTICATION_METHOD, method.name());
        }
    }

    void received(Packet packet) {
        Auth auth = (Auth) packet;
        if (auth.reasonCode() == 0x19) {
            world.check(expected == 0, "the client authenticates again in the middle of an authentication", auth);
            begin(auth.properties(), () -> connection.send(new Auth(0, answer(0))));
        } else {
            world.check(expected > 0 && auth.reasonCode() == 0x18, "the client sends AUTH out of turn", auth);
            check(auth.properties(), expected);
            goOn();
        }
    }
}
