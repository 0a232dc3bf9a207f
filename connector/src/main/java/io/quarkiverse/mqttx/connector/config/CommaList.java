package io.quarkiverse.mqttx.connector.config;

import java.util.ArrayList;
import java.util.List;

/** Lists in one attribute, as MicroProfile Config writes them: separated by commas; {@code \,} is a comma in an element. */
final class CommaList {

    private CommaList() {
    }

    /** The elements without blanks around them; empty ones are left in. */
    static List<String> split(String text) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
                element.append(',');
                i++;
            } else if (c == ',') {
                elements.add(element.toString().trim());
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        elements.add(element.toString().trim());
        return elements;
    }
}
