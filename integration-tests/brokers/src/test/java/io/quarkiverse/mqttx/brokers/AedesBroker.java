package io.quarkiverse.mqttx.brokers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ProtocolVersion;
import io.quarkiverse.mqttx.testing.BrokerProcess;
import io.quarkiverse.mqttx.testing.Programs;

/** Aedes 1 in a Node.js process of its own: MQTT 3.1.1 and 3.1. Without users. */
final class AedesBroker extends ProcessBroker {

    private static final String SOURCE = "Node.js, and aedes with 'npm install -g aedes@1' or in a directory of NODE_PATH,";

    @Override
    public String name() {
        return "aedes";
    }

    @Override
    public boolean supports(ProtocolVersion version) {
        return !version.is5();
    }

    static String version() {
        return versionOf("grep", "\"version\"", modules().resolve("aedes/package.json").toString());
    }

    private static Path modules() {
        String set = System.getenv().getOrDefault("NODE_PATH", "");
        return Stream.concat(Stream.of(set.split(File.pathSeparator)),
                Stream.of("/usr/lib/node_modules", "/usr/local/lib/node_modules"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .filter(directory -> Files.exists(directory.resolve("aedes/package.json")))
                .findFirst()
                .orElseGet(() -> Programs.skip("there is no aedes; install " + SOURCE + " to run this test"));
    }

    @Override
    void launch() throws IOException {
        String tls = identity == null ? "" : """
                  const fs = require('fs')
                  require('tls').createServer({ cert: fs.readFileSync('%s'), key: fs.readFileSync('%s') }, aedes.handle)
                    .listen(%d, '127.0.0.1')
                """.formatted(identity.serverPem(), identity.serverKeyPem(), tlsPort());
        Path script = write("broker.js", """
                const { Aedes } = require('aedes')
                Aedes.createBroker().then(aedes => {
                %s  require('net').createServer(aedes.handle).listen(%d, '127.0.0.1')
                })
                """.formatted(tls, port()));
        begin(BrokerProcess.in(directory(), Programs.require("node", SOURCE).toString(), script.toString())
                .with("NODE_PATH", modules()), port());
    }
}
