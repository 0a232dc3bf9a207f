package io.quarkiverse.mqttx.benchmarks.startup.runner;

import java.util.Locale;

/** What is measured, in the order of the report. */
enum Figure {

    SUBSCRIBED("start to subscribed, ms"),
    READY("start to ready (own runs), ms"),
    QUARKUS("Quarkus says \"started in\", ms"),
    CPU("CPU time until subscribed, ms"),
    RESIDENT("resident memory when subscribed for 2 s, MB"),
    RESIDENT_LATER("resident memory when idle, MB"),
    THREADS("threads"),
    CLASSES("loaded classes");

    private final String title;

    Figure(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** With one decimal where the values are small. */
    static String text(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
    }
}
