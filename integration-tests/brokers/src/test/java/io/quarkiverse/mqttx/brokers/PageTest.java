package io.quarkiverse.mqttx.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {

    @ParameterizedTest
    @EnumSource
    void isMadeOfWhatWasFoundAtEachBroker(Page page) {
        assertThat(page.text()).as("the page of %s; write it anew with -Ddocs.write", page).isEqualTo(page.with(Column.kept()));
    }
}
