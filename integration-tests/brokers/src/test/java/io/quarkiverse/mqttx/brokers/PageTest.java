package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void isMadeOfWhatWasFoundAtEachBroker() {
        assertThat(Page.text()).as("docs/brokers.md; write it anew with -Ddocs.write").isEqualTo(Page.with(Column.kept()));
    }
}
