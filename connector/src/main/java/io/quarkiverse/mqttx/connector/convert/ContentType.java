package io.quarkiverse.mqttx.connector.convert;

import java.util.List;
import java.util.Locale;

import io.quarkiverse.mqttx.spi.PayloadFormat;

/**
 * A content type as it came, and what was found out about it.
 *
 * @param format what it names among the formats that are there, or {@code null}: then it is a label and decides nothing
 * @param missing the known format that it names and whose library is not there, or {@code null}
 */
record ContentType(String text, PayloadFormat format, KnownFormat missing) {

    /** In lower case and without parameters. */
    static String essence(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the content type is one of these, or ends as they say. */
    static boolean names(String essence, List<String> contentTypes) {
        return contentTypes.stream().anyMatch(each -> each.startsWith("+") ? essence.endsWith(each) : essence.equals(each));
    }

    /** Whether what has it is neither text nor of unknown form. */
    boolean isBinary() {
        return missing != null || format != null && !format.isText();
    }

    boolean isPlainText() {
        return format == null && text.regionMatches(true, 0, "text/", 0, 5);
    }

    /** For error messages. */
    String missingLibrary() {
        return "the library for " + text + " is not there; add the dependency " + missing.dependency();
    }
}
