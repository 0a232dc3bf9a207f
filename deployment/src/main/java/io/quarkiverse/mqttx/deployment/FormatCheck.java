package io.quarkiverse.mqttx.deployment;

import java.util.List;
import java.util.Set;

import io.quarkiverse.mqttx.connector.convert.KnownFormat;

/**
 * Finds payloads whose library is not there, and those that cannot have the content type of their channel.
 *
 * @param libraries the formats whose library will be there at run time
 * @param schemas whether the application knows schemas of Avro besides those of its classes
 * @param doubtful whether formats or converters of the application's own may do what the provided ones do not
 */
record FormatCheck(Payloads types, ContentTypes contentTypes, Set<KnownFormat> libraries, boolean schemas, boolean doubtful) {

    PayloadCheck.Findings check(List<ChannelUsage> usages) {
        PayloadCheck.Findings findings = PayloadCheck.Findings.none();
        contentTypes.known().forEach((channel, contentType) -> {
            KnownFormat format = KnownFormat.of(contentType);
            if (format != null && !libraries.contains(format)) {
                findings.add("channel '" + channel.name() + "': content-type=" + contentType + " needs a library that is not"
                        + " there; add the dependency " + format.dependency(), doubtful);
            }
        });
        for (ChannelUsage usage : usages) {
            String problem = usage.payload() == null ? null : problem(usage);
            if (problem != null) {
                findings.add(usage, problem, doubtful);
            }
        }
        return findings;
    }

    private String problem(ChannelUsage usage) {
        return switch (types.conversion(usage.payload())) {
            case PROTOBUF -> made(usage, KnownFormat.PROTOBUF, Payloads.isAnyProtobuf(usage.payload()));
            case AVRO -> made(usage, KnownFormat.AVRO, Payloads.isAnyAvro(usage.payload()) && !schemas);
            case TEXT, SCALAR, JSON -> other(usage);
            default -> null;
        };
    }

    private String made(ChannelUsage usage, KnownFormat format, boolean anonymous) {
        if (!libraries.contains(format)) {
            return "it is " + format + ", whose library is not there at run time; add the dependency " + format.dependency();
        }
        if (usage.channel().incoming() && anonymous) {
            return format == KnownFormat.PROTOBUF
                    ? "it does not say which message it is; take a class that protoc has generated"
                    : "it does not say which schema it has; add a bean of type org.apache.avro.message.SchemaStore, or take a"
                            + " class that Avro has generated";
        }
        String contentType = contentTypes.of(usage.channel());
        KnownFormat named = contentTypes.formatOf(usage.channel());
        boolean contradicts = named != null ? named != format : contentType != null && KnownFormat.isJson(contentType);
        return contradicts ? "it is " + format + ", and the channel has content-type=" + contentType + "; set it to "
                + format.contentTypes().get(0) + ", or leave it out" : null;
    }

    private String other(ChannelUsage usage) {
        KnownFormat named = contentTypes.formatOf(usage.channel());
        return named == KnownFormat.PROTOBUF || named == KnownFormat.AVRO
                ? "it is neither bytes nor a class made for " + named + ", and the channel has content-type="
                        + contentTypes.of(usage.channel())
                : null;
    }
}
