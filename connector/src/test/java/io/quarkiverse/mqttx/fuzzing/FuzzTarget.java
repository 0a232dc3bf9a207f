package io.quarkiverse.mqttx.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.client.reconnect.ServerReferenceFuzz;
import io.quarkiverse.mqttx.connector.auth.ScramFuzz;
import io.quarkiverse.mqttx.connector.convert.PayloadFuzz;
import io.quarkiverse.mqttx.topic.TopicFuzz;
import io.quarkiverse.mqttx.transport.DecoderFuzz;
import io.quarkiverse.mqttx.transport.PacketSeeds;
import io.quarkiverse.mqttx.transport.SessionFuzz;

/** Everything that comes from the network, each with inputs to begin with. */
enum FuzzTarget {

    DECODER(DecoderFuzz.class, DecoderFuzz::fuzzerTestOneInput, PacketSeeds.packets()),
    SESSION(SessionFuzz.class, SessionFuzz::fuzzerTestOneInput, PacketSeeds.conversations()),
    TOPIC(TopicFuzz.class, TopicFuzz::fuzzerTestOneInput, texts("a/+/b\n#\n$share/g/a/#\na/x/b", "+/+\n$SYS/#\n$SYS/x",
            "a/{b}/c\n{x}/{y}/#\na/1/c", "/\n//\n+/\n/", "größe/東京/+\ngröße/東京/😀")),
    SERVER_REFERENCE(ServerReferenceFuzz.class, ServerReferenceFuzz::fuzzerTestOneInput, texts("a.example.org",
            "a:1883 b:8883", "[::1]:1884", "::1", "[fe80::1%eth0] x:0 y:99999", "mqtt://a:1 u@b")),
    SCRAM(ScramFuzz.class, ScramFuzz::fuzzerTestOneInput, texts("r=Nabc,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096\nv=abcd",
            "r=Nabc,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1\n", "e=other-error\ne=unknown-user", "m=x,r=N,s=,i=4096,x=y\nv=")),
    PAYLOAD(PayloadFuzz.class, PayloadFuzz::fuzzerTestOneInput, texts("\0\0text", "\1\0 42", "\5\0123.5e10",
            "\10\0a3f2c1d0-0000-4000-8000-000000000000", "\14\1{\"sensor\":\"a\",\"degrees\":1,\"more\":[1,2]}",
            "\11\0{\"a\":[{}]}", "\13\2\u00a1aa\u0001", "\16\1[[[]]]"));

    private final Class<?> type;
    private final Consumer<byte[]> run;
    private final List<byte[]> seeds;

    FuzzTarget(Class<?> type, Consumer<byte[]> run, List<byte[]> seeds) {
        this.type = type;
        this.run = run;
        this.seeds = seeds;
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** The class with {@code fuzzerTestOneInput}. */
    Class<?> type() {
        return type;
    }

    /** Throws what is a finding. */
    void run(byte[] input) {
        run.accept(input);
    }

    /** Inputs that anybody would think of. */
    List<byte[]> seeds() {
        return seeds;
    }

    /** In the names of files and folders. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
