package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.REASON_CODES;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkiverse.mqttx.api.ReasonCode;
import io.quarkiverse.mqttx.client.model.ReasonCodeTable;
import io.quarkiverse.mqttx.client.model.ReconnectAction;
import io.quarkiverse.mqttx.connector.config.source.CommaList;

/** The reactions to reason codes that differ from those of the table: {@code reason-codes}. */
record ReasonCodesReader(AttributeReader reader) {

    Map<Integer, ReconnectAction> read() {
        String text = reader.get(REASON_CODES);
        if (text == null) {
            return Map.of();
        }
        Map<String, ReconnectAction> known = Stream.of(ReconnectAction.values())
                .collect(Collectors.toMap(ReconnectAction::toString, action -> action, (a, b) -> a, LinkedHashMap::new));
        Map<Integer, ReconnectAction> reactions = new LinkedHashMap<>();
        for (String element : CommaList.split(text)) {
            int colon = element.indexOf(':');
            int code = colon < 0 ? -1 : code(element.substring(0, colon).trim());
            ReconnectAction reaction = colon < 0 ? null
                    : known.get(element.substring(colon + 1).trim().toLowerCase(Locale.ROOT));
            if (code < 0 || reaction == null) {
                reader.problem(REASON_CODES, "use a comma-separated list of code:reaction such as 0x97:slow, where the"
                        + " reaction is one of " + String.join(", ", known.keySet()));
            } else if (code == ReasonCode.SUCCESS || !ReasonCodeTable.knows(code)) {
                reader.problem(REASON_CODES,
                        "no broker refuses or ends a connection with " + ReasonCode.describe(code) + "; the codes are"
                                + " those of CONNACK and DISCONNECT in MQTT 5, from 0x80 to 0xA2");
            } else if (reactions.put(code, reaction) != null) {
                reader.problem(REASON_CODES, "names the code " + ReasonCode.describe(code) + " twice; name it once");
            }
        }
        // what counts is what it says
        reader.asRead().put(REASON_CODES.name(), reactions);
        return reactions;
    }

    /** -1 when it is none. */
    private static int code(String text) {
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
