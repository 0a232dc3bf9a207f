package io.quarkiverse.mqttx.connector.store;

import java.nio.ByteBuffer;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Under which packet identifier a message has gone out, and where in the order. */
record InFlight(int packetId, long order) {

    static final BasicDataType<InFlight> TYPE = new BasicDataType<>() {

        @Override
        public int getMemory(InFlight value) {
            return 32;
        }

        @Override
        public void write(WriteBuffer buffer, InFlight value) {
            buffer.putVarInt(value.packetId).putVarLong(value.order);
        }

        @Override
        public InFlight read(ByteBuffer buffer) {
            return new InFlight(DataUtils.readVarInt(buffer), DataUtils.readVarLong(buffer));
        }

        @Override
        public InFlight[] createStorage(int size) {
            return new InFlight[size];
        }
    };
}
