package io.quarkiverse.mqttx.deployment;

import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.mqttx.connector.config.BuildTimeReading;
import io.quarkiverse.mqttx.connector.config.BuildTimeReading.SurveyedChannel;
import io.quarkiverse.mqttx.connector.config.attribute.CommonAttributes;
import io.quarkiverse.mqttx.connector.config.model.IncomingSettings;
import io.quarkiverse.mqttx.connector.config.model.OutgoingSettings;
import io.quarkiverse.mqttx.connector.convert.KnownFormat;

/**
 * What the attribute {@code content-type} of the channels says.
 *
 * @param known of the channels that have it
 * @param open whether a channel's is decided at run time
 */
record ContentTypes(Map<ConfiguredChannel, String> known, boolean open) {

    static final ContentTypes NONE = new ContentTypes(Map.of(), false);

    private static final String ATTRIBUTE = CommonAttributes.CONTENT_TYPE.name();

    static ContentTypes of(BuildTimeReading survey) {
        Map<ConfiguredChannel, String> known = new HashMap<>();
        boolean open = false;
        for (SurveyedChannel channel : survey.channels()) {
            if (channel.own().open().containsKey(ATTRIBUTE)) {
                open = true;
                continue;
            }
            String contentType = channel.settings().settings() instanceof IncomingSettings incoming
                    ? incoming.payloads().contentType()
                    : ((OutgoingSettings) channel.settings().settings()).defaults().contentType();
            if (contentType != null && !contentType.isEmpty()) {
                known.put(new ConfiguredChannel(channel.incoming(), channel.name()), contentType);
            }
        }
        return new ContentTypes(known, open);
    }

    /** {@code null} when the channel has none, or one that is not known yet. */
    String of(ConfiguredChannel channel) {
        return known.get(channel);
    }

    /** The format beside JSON that the channel's content type names, or {@code null}. */
    KnownFormat formatOf(ConfiguredChannel channel) {
        String contentType = known.get(channel);
        return contentType == null ? null : KnownFormat.of(contentType);
    }

    /** Whether a channel may be told to send or take JSON. */
    boolean nameJson() {
        return open || known.values().stream().anyMatch(KnownFormat::isJson);
    }
}
