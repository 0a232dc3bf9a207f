package io.quarkiverse.mqttx.benchmarks.startup;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkus.arc.profile.IfBuildProfile;

/** Sixteen channels more: each of eight lines reports what it measures, and is told the average. */
@IfBuildProfile("many")
@ApplicationScoped
public class Lines {

    @Channel("line-1-averages")
    Emitter<Average> line1;

    @Channel("line-2-averages")
    Emitter<Average> line2;

    @Channel("line-3-averages")
    Emitter<Average> line3;

    @Channel("line-4-averages")
    Emitter<Average> line4;

    @Channel("line-5-averages")
    Emitter<Average> line5;

    @Channel("line-6-averages")
    Emitter<Average> line6;

    @Channel("line-7-averages")
    Emitter<Average> line7;

    @Channel("line-8-averages")
    Emitter<Average> line8;

    @Incoming("line-1-measurements")
    void line1(Measurement measurement) {
        report(line1, measurement);
    }

    @Incoming("line-2-measurements")
    void line2(Measurement measurement) {
        report(line2, measurement);
    }

    @Incoming("line-3-measurements")
    void line3(Measurement measurement) {
        report(line3, measurement);
    }

    @Incoming("line-4-measurements")
    void line4(Measurement measurement) {
        report(line4, measurement);
    }

    @Incoming("line-5-measurements")
    void line5(Measurement measurement) {
        report(line5, measurement);
    }

    @Incoming("line-6-measurements")
    void line6(Measurement measurement) {
        report(line6, measurement);
    }

    @Incoming("line-7-measurements")
    void line7(Measurement measurement) {
        report(line7, measurement);
    }

    @Incoming("line-8-measurements")
    void line8(Measurement measurement) {
        report(line8, measurement);
    }

    private static void report(Emitter<Average> line, Measurement measurement) {
        line.send(new Average(measurement.sensor(), 1, measurement.value()));
    }
}
