package io.quarkiverse.mqttx.client;

import java.util.function.LongPredicate;

import io.quarkiverse.mqttx.session.SessionJournal;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/** Makes connections wait for the session store when {@link WriteAhead} keeps the session; without it nothing waits. */
@OnEventLoop
final class Durability {

    /** {@code null} where the session ends with the process. */
    private final WriteAhead writeAhead;

    Durability(WriteAhead writeAhead) {
        this.writeAhead = writeAhead;
    }

    /** {@code null} where the session ends with the process. */
    WriteAhead writeAhead() {
        return writeAhead;
    }

    SessionJournal journal() {
        return writeAhead == null ? SessionJournal.NONE : writeAhead;
    }

    /** Closes the network connection behind the packets that were sent before. */
    void close(Connection connection) {
        if (writeAhead == null) {
            connection.close();
        } else {
            writeAhead.close(connection);
        }
    }

    /** Lets an attempt to connect go on when what was sent on it could go out; fails it otherwise. */
    void prepare(Connection attempt, Runnable ready, Dialer.Result result) {
        if (attempt.isOver()) {
            return;
        }
        if (writeAhead == null) {
            ready.run();
        } else {
            writeAhead.whenWorking(() -> {
                if (!attempt.isOver()) {
                    ready.run();
                }
            }, reason -> {
                if (!attempt.isOver()) {
                    result.failed(attempt, reason);
                }
            });
        }
    }

    /** Which messages are in the session store by now, by the sequence of which it was told. */
    LongPredicate isStored() {
        return writeAhead == null ? sequence -> false : writeAhead.isStored();
    }

    /** Nothing will be sent any more. */
    void end(Runnable ended) {
        if (writeAhead == null) {
            ended.run();
        } else {
            writeAhead.end(ended);
        }
    }
}
