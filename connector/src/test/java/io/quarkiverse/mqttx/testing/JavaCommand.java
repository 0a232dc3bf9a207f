package io.quarkiverse.mqttx.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start a program in a virtual machine of its own. */
public final class JavaCommand {

    private JavaCommand() {
    }

    /**
     * The beginning of the command, to add to, with the options of the tests' own virtual machines: the program runs for so
     * short a time that a second compiler does not pay.
     */
    public static List<String> ofShortRun() {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }
}
