package io.quarkiverse.mqttx.connector.convert;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.inject.Instance;

import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;

/**
 * The formats that the application has, found by content type and by payload type. What it has found it keeps, as far as the
 * publishers of messages cannot fill the memory with it.
 */
public final class Formats {

    /** Content types that are kept; beyond, each message has its own found out again. */
    static final int MAX_KEPT = 64;
    private static final int LONGEST_KEPT = 256;

    private final JsonFormat json;
    private final Supplier<List<PayloadFormat>> source;
    /** Those beside JSON, the first first; {@code null} until one of them may be needed. */
    private volatile List<PayloadFormat> others;
    private final Map<String, ContentType> contentTypes = new ConcurrentHashMap<>();
    /** Most messages have the content type of the one before. */
    private ContentType last;

    /**
     * @param json {@code null} where nothing needs JSON
     * @param others asked once, when something other than JSON may be meant; a {@link JsonFormat} among them is passed over
     */
    public Formats(JsonFormat json, Supplier<List<PayloadFormat>> others) {
        this.json = json;
        this.source = others;
    }

    /**
     * The one of an application's JSON formats that comes first by its priority; a single one is not even made before it is
     * used.
     */
    public static JsonFormat first(Instance<JsonFormat> formats) {
        if (formats.isResolvable()) {
            return formats.get();
        }
        return formats.stream().min(Comparator.comparingInt(JsonFormat::getPriority)).orElseThrow();
    }

    /** What a content type means. */
    ContentType contentType(String text) {
        ContentType recent = last;
        if (recent == null || !recent.text().equals(text)) {
            recent = contentTypes.get(text);
            if (recent == null) {
                recent = resolve(text);
                if (contentTypes.size() < MAX_KEPT && text.length() <= LONGEST_KEPT) {
                    contentTypes.put(text, recent);
                }
            }
            last = recent;
        }
        return recent;
    }

    private ContentType resolve(String text) {
        String essence = ContentType.essence(text);
        List<PayloadFormat> candidates = new ArrayList<>(others());
        if (json != null) {
            candidates.add(json);
            candidates.sort(Comparator.comparingInt(PayloadFormat::getPriority));
        }
        return candidates.stream().filter(format -> format.contentTypes().contains(essence)).findFirst()
                .or(() -> candidates.stream().filter(format -> ContentType.names(essence, format.contentTypes())).findFirst())
                .map(format -> new ContentType(text, format, null))
                .orElseGet(() -> new ContentType(text, null, KnownFormat.of(text)));
    }

    /**
     * The format of a type of which no content type says more.
     *
     * @throws IllegalStateException when that is JSON, and there is none
     */
    PayloadFormat natural(Type type) {
        PayloadFormat own = madeFor(type);
        if (own == null && json == null) {
            throw new IllegalStateException("that needs JSON, which was left out when the application was built, as no channel"
                    + " needed it; declare the type of the channel's payload, or Object");
        }
        return own == null ? json : own;
    }

    private PayloadFormat madeFor(Type type) {
        for (PayloadFormat format : others()) {
            if (format.isMadeFor(type)) {
                return format;
            }
        }
        return null;
    }

    /**
     * The format of a type whose content type is known.
     *
     * @throws IllegalArgumentException when they do not go together
     */
    PayloadFormat choose(ContentType contentType, Type type) {
        if (contentType.missing() != null) {
            throw new IllegalArgumentException(contentType.missingLibrary());
        }
        PayloadFormat named = contentType.format();
        if (named == null) {
            return natural(type);
        }
        PayloadFormat own = madeFor(type);
        if (own != null && own != named && named.getPriority() >= PayloadFormat.PROVIDED_PRIORITY) {
            throw new IllegalArgumentException("the content type is " + contentType.text() + ", and objects of this type are "
                    + own.contentTypes().get(0));
        }
        return named;
    }

    private List<PayloadFormat> others() {
        List<PayloadFormat> found = others;
        if (found == null) {
            found = source.get().stream().filter(format -> !(format instanceof JsonFormat))
                    .sorted(Comparator.comparingInt(PayloadFormat::getPriority)).toList();
            others = found;
        }
        return found;
    }
}
