package io.quarkiverse.mqttx.deployment;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.connector.convert.KnownFormat;
import io.quarkiverse.mqttx.runtime.PlannedChannel;

/**
 * How the payloads of a channel become what a place in the application's code takes, or the other way round.
 *
 * @param converter for people: {@code none}, {@code text}, {@code scalar}, {@code buffer}, {@code JSON by Jackson} or
 *        the name of another format; {@code any} for what is sent when the code does not say
 */
record ChannelConversion(ChannelUsage usage, String converter) {

    PlannedChannel.Use planned() {
        return new PlannedChannel.Use(usage.payload() == null ? null : usage.payload().toString(), converter, usage.usedBy());
    }

    static ChannelConversion of(ChannelUsage usage, Payloads types, PayloadsBuildItem payloads,
            ContentTypes contentTypes) {
        boolean incoming = usage.channel().incoming();
        Conversion conversion = types.conversion(usage.payload());
        if (usage.payload() == null) {
            return new ChannelConversion(usage, incoming ? conversion.toString() : "any");
        }
        KnownFormat named = conversion == Conversion.NONE || conversion == Conversion.BUFFER ? null
                : contentTypes.formatOf(usage.channel());
        String converter = named != null ? named.toString()
                : conversion == Conversion.JSON ? conversion + " by " + payloads.json() : conversion.toString();
        boolean ownFirst = incoming && payloads.ownConverters() && conversion != Conversion.NONE;
        return new ChannelConversion(usage, ownFirst ? "the application's, else " + converter : converter);
    }

    /** The same for the replies to requests: they belong to the outgoing channel of the requests. */
    static ChannelConversion ofReply(ChannelUsage usage, Payloads types, PayloadsBuildItem payloads) {
        ChannelUsage ofRequests = new ChannelUsage(new ConfiguredChannel(false, usage.channel().name()), usage.payload(),
                usage.usedBy());
        return new ChannelConversion(ofRequests, of(usage, types, payloads, ContentTypes.NONE).converter());
    }
}
