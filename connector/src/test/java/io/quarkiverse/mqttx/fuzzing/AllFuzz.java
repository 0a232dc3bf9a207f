package io.quarkiverse.mqttx.fuzzing;

import java.util.Arrays;

/**
 * All targets in one, since a start of the fuzzer takes longer than it has in each build. The first byte chooses the target.
 */
public final class AllFuzz {

    private static final FuzzTarget[] TARGETS = FuzzTarget.values();

    private AllFuzz() {
    }

    /** Called by the fuzzer; what it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            TARGETS[(data[0] & 0xFF) % TARGETS.length].run(Arrays.copyOfRange(data, 1, data.length));
        }
    }

    /** An input of the target as one of this. */
    static byte[] input(FuzzTarget target, byte[] input) {
        byte[] all = new byte[1 + input.length];
        all[0] = (byte) target.ordinal();
        System.arraycopy(input, 0, all, 1, input.length);
        return all;
    }
}
