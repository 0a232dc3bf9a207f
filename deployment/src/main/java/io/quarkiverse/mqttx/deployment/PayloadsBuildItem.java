package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.stream.Stream;

import io.quarkus.builder.item.SimpleBuildItem;

/** The payloads of the application, and what is there to convert them. */
final class PayloadsBuildItem extends SimpleBuildItem {

    private final List<ChannelUsage> usages;
    private final List<ChannelUsage> handedOn;
    private final List<ChannelUsage> replies;
    private final JsonLibrary json;
    private final boolean ownConverters;
    private final Batches batches;

    /**
     * @param usages of the channels of this connector, with the payloads that the code declares
     * @param handedOn where messages may be taken that the application hands on as they were received
     * @param replies where replies to requests are taken
     * @param ownConverters whether the application brings message converters
     */
    PayloadsBuildItem(List<ChannelUsage> usages, List<ChannelUsage> handedOn, List<ChannelUsage> replies,
            JsonLibrary json, boolean ownConverters, Batches batches) {
        this.usages = usages;
        this.handedOn = handedOn;
        this.replies = replies;
        this.json = json;
        this.ownConverters = ownConverters;
        this.batches = batches;
    }

    /** With the payloads as the code declares them: the list where there are batches. */
    List<ChannelUsage> declared() {
        return usages;
    }

    /** With the payloads of single messages, and what may be in an Optional. */
    List<ChannelUsage> usages() {
        return usages.stream().map(batches::single).map(Optionals::content).toList();
    }

    Batches batches() {
        return batches;
    }

    List<ChannelUsage> handedOn() {
        return handedOn;
    }

    /** With what may be in an Optional. */
    List<ChannelUsage> replies() {
        return replies.stream().map(Optionals::content).toList();
    }

    /** Whether an Optional is asked for; with converters of the application's own it may be at any time. */
    boolean takeOptionals() {
        return ownConverters && !consumers().isEmpty() || Stream.of(usages.stream().map(batches::single), usages.stream(),
                handedOn.stream(), replies.stream()).flatMap(each -> each).anyMatch(Optionals::isTaken);
    }

    List<ChannelUsage> incoming() {
        return usages().stream().filter(usage -> usage.channel().incoming()).toList();
    }

    List<ChannelUsage> outgoing() {
        return usages.stream().filter(usage -> !usage.channel().incoming()).toList();
    }

    /** All that may ask for a conversion of what was received. */
    List<ChannelUsage> consumers() {
        return Stream.of(incoming(), handedOn, replies).flatMap(List::stream).map(Optionals::content).toList();
    }

    JsonLibrary json() {
        return json;
    }

    boolean ownConverters() {
        return ownConverters;
    }
}
