package io.quarkiverse.mqttx.benchmarks.throughput.floor;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** The one connection: packets to bytes, and the reverse. On its event loop but where it says so. */
final class Wire {

    private static final byte[] CONNECT = { 0x10, 17, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 5, 'f', 'l', 'o', 'o', 'r' };
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;
    private static final int PUBREL = 0x62;
    private static final int PUBCOMP = 0x70;
    private static final int IDENTIFIERS = 65536;

    final Context context;
    private final Vertx vertx;
    private final Map<String, Receiver> receivers;
    private final Sender.InFlight[] inFlight = new Sender.InFlight[IDENTIFIERS];
    private NetSocket socket;
    private Buffer rest = Buffer.buffer();
    private Buffer out = Buffer.buffer();
    private boolean reading;
    private int lastId;

    Wire(Vertx vertx, Map<String, Receiver> receivers) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.receivers = receivers;
    }

    /** Any thread. */
    void connect(int port) {
        context.runOnContext(ignored -> vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(connected -> {
            socket = connected;
            socket.handler(this::read);
            socket.write(Buffer.buffer(CONNECT));
        }));
    }

    private void read(Buffer bytes) {
        Buffer all = rest.length() == 0 ? bytes : rest.appendBuffer(bytes);
        reading = true;
        int begin = 0;
        for (int end = end(all, begin); end > 0; end = end(all, begin)) {
            packet(all, begin, end);
            begin = end;
        }
        reading = false;
        rest = begin == all.length() ? Buffer.buffer() : all.getBuffer(begin, all.length());
        flush();
    }

    /** Where the packet ends that begins here; 0 when not all of it is there. */
    private static int end(Buffer all, int begin) {
        int length = 0;
        for (int i = begin + 1; i < all.length() && i < begin + 5; i++) {
            int digit = all.getByte(i);
            length |= (digit & 0x7F) << 7 * (i - begin - 1);
            if (digit >= 0) {
                return i + 1 + length <= all.length() ? i + 1 + length : 0;
            }
        }
        return 0;
    }

    private void packet(Buffer all, int begin, int end) {
        int first = all.getUnsignedByte(begin);
        int body = begin + 1;
        while (all.getByte(body++) < 0) {
            // the length is known
        }
        switch (first >> 4) {
            case 2 -> write(subscribe());
            case 3 -> published(all, first >> 1 & 3, body, end);
            case 4, 7 -> inFlight[all.getUnsignedShort(body)].acknowledged();
            case 5 -> write(PUBREL, all.getUnsignedShort(body));
            case 6 -> write(PUBCOMP, all.getUnsignedShort(body));
            default -> {
                // SUBACK
            }
        }
    }

    private void published(Buffer all, int qos, int body, int end) {
        int length = all.getUnsignedShort(body);
        String topic = all.getString(body + 2, body + 2 + length);
        int at = body + 2 + length;
        int id = qos == 0 ? 0 : all.getUnsignedShort(at);
        receivers.get(topic).received(all.getBytes(qos == 0 ? at : at + 2, end), qos, id);
    }

    private Buffer subscribe() {
        Buffer body = Buffer.buffer().appendShort((short) 1);
        receivers.keySet().forEach(topic -> body.appendShort((short) topic.length()).appendString(topic).appendByte((byte) 2));
        return packet(0x82, body);
    }

    private static Buffer packet(int first, Buffer body) {
        Buffer packet = Buffer.buffer().appendByte((byte) first);
        int rest = body.length();
        do {
            packet.appendByte((byte) (rest > 0x7F ? rest & 0x7F | 0x80 : rest));
            rest >>>= 7;
        } while (rest > 0);
        return packet.appendBuffer(body);
    }

    void publish(byte[] topic, int qos, byte[] payload, Sender.InFlight message) {
        int length = 2 + topic.length + (qos == 0 ? 0 : 2) + payload.length;
        out.appendByte((byte) (0x30 | qos << 1));
        do {
            out.appendByte((byte) (length > 0x7F ? length & 0x7F | 0x80 : length));
            length >>>= 7;
        } while (length > 0);
        out.appendShort((short) topic.length).appendBytes(topic);
        if (qos > 0) {
            lastId = lastId % (IDENTIFIERS - 1) + 1;
            inFlight[lastId] = message;
            out.appendShort((short) lastId);
        }
        out.appendBytes(payload);
    }

    /** The application has processed a message. */
    void acknowledge(int qos, int id) {
        write(qos == 1 ? PUBACK : PUBREC, id);
    }

    private void write(int first, int id) {
        out.appendByte((byte) first).appendByte((byte) 2).appendShort((short) id);
        if (!reading) {
            flush();
        }
    }

    private void write(Buffer packet) {
        out.appendBuffer(packet);
    }

    /** What was written goes out. */
    void flush() {
        if (out.length() > 0 && socket != null) {
            socket.write(out);
            out = Buffer.buffer();
        }
    }

    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
