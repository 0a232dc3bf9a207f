package io.quarkiverse.mqttx.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("broker")
class EmbeddedBrokerTest {

    private static final int CONNACK = 0x20;

    @ParameterizedTest
    @CsvSource({ "MQTT, 5", "MQTT, 4", "MQIsdp, 3" })
    void speaksEachVersionOfMqtt(String protocol, int level) throws Exception {
        try (EmbeddedBroker broker = started(0); Socket socket = new Socket(broker.host(), broker.port())) {
            socket.getOutputStream().write(connect(protocol, level));
            assertThat(socket.getInputStream().read()).isEqualTo(CONNACK);
        }
    }

    @Test
    void takesThePortItIsTold() throws Exception {
        int port = freePort();
        try (EmbeddedBroker broker = started(port)) {
            assertThat(broker.port()).isEqualTo(port);
            assertThat(broker.getConnectionInfo()).isEqualTo("mqtt://127.0.0.1:" + port);
        }
    }

    @Test
    void saysWhichAttributeHelpsWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> started(taken.getLocalPort()))
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("quarkus.mqtt-x.devservices.port");
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        EmbeddedBroker broker = started(0);
        int port = broker.port();
        broker.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void keepsItsClassesToItself() throws Exception {
        try (IsolatedBrokerClassLoader loader = new IsolatedBrokerClassLoader(libraries(), getClass().getClassLoader(),
                ArtemisBroker.class.getName())) {
            assertThat(loader.loadClass(ArtemisBroker.class.getName())).isNotSameAs(ArtemisBroker.class);
            assertThat(loader.loadClass("io.netty.channel.Channel").getClassLoader()).isSameAs(loader);
            assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
        }
    }

    private static EmbeddedBroker started(int port) throws MalformedURLException {
        EmbeddedBroker broker = new EmbeddedBroker(libraries(), port, "for a test");
        broker.start();
        return broker;
    }

    private static List<URL> libraries() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls;
    }

    private static byte[] connect(String protocol, int level) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(protocol.length());
        body.write(protocol.getBytes(StandardCharsets.US_ASCII));
        body.write(new byte[] { (byte) level, 2, 0, 60 });
        if (level == 5) {
            body.write(0);
        }
        body.write(new byte[] { 0, 2, 'i', 'd' });
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
