package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.connector.convert.Formats;
import io.quarkiverse.mqttx.connector.convert.KnownFormat;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.deployment.MqttProblemsBuildItem.Check;
import io.quarkiverse.mqttx.runtime.PayloadsRecorder;
import io.quarkiverse.mqttx.spi.JsonFormat;
import io.quarkiverse.mqttx.spi.PayloadFormat;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.ConnectorManagedChannelBuildItem;
import io.quarkus.smallrye.reactivemessaging.deployment.items.MediatorBuildItem;
import io.smallrye.reactive.messaging.IncomingInterceptor;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.SubscriberDecorator;
import io.smallrye.reactive.messaging.json.JsonMapping;

/**
 * Everything about payloads that is known when the application is built: which types go through which converter, which nothing
 * converts, what JSON needs. The application gets the converters that its channels need, and no others.
 */
class PayloadsProcessor {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.mqttx");

    private static final String CONVERT = "io.quarkiverse.mqttx.connector.convert.";

    private static final Type ANY_JSON = ParameterizedType.create(Instance.class, ClassType.create(JsonFormat.class));
    private static final Type ANY_FORMAT = ParameterizedType.create(Instance.class, ClassType.create(PayloadFormat.class));
    private static final Type ANY_CONVERTER = ParameterizedType.create(Instance.class,
            ClassType.create(MessageConverter.class));
    private static final AnnotationInstance ANY = AnnotationInstance.builder(Any.class).build();

    /** Elsewhere these are discovered. Here they are made with what the build knows, see {@link #converters}. */
    @BuildStep
    void leaveOut(Capabilities capabilities, BuildProducer<ExcludedTypeBuildItem> excluded) {
        Stream.of("BufferConverter", "TextConverter", "ScalarConverter", "FormatConverter", "BatchConverter",
                "OptionalConverter", "MissingConverter", "PayloadEncoder", "LibraryFormats").map(CONVERT::concat)
                .map(ExcludedTypeBuildItem::new)
                .forEach(excluded::produce);
        if (capabilities.isPresent(Capability.JACKSON) || capabilities.isPresent(Capability.JSONB)) {
            excluded.produce(new ExcludedTypeBuildItem(CONVERT + "DefaultFormat"));
        }
    }

    /** By name, as the classes are not there without the extensions. Where no channel needs JSON, ArC removes the bean. */
    @BuildStep
    void jsonFormat(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.JACKSON)) {
            beans.produce(new AdditionalBeanBuildItem("io.quarkiverse.mqttx.runtime.JacksonJson"));
        } else if (capabilities.isPresent(Capability.JSONB)) {
            beans.produce(new AdditionalBeanBuildItem("io.quarkiverse.mqttx.runtime.JsonbJson"));
        }
    }

    @BuildStep
    void otherFormats(BuildProducer<AdditionalBeanBuildItem> beans) {
        Map<KnownFormat, String> classes = Map.of(KnownFormat.CBOR, "io.quarkiverse.mqttx.runtime.JacksonCbor",
                KnownFormat.PROTOBUF, CONVERT + "ProtobufFormat", KnownFormat.AVRO, "io.quarkiverse.mqttx.runtime.AvroRecords");
        for (KnownFormat format : libraries()) {
            beans.produce(AdditionalBeanBuildItem.builder().addBeanClass(classes.get(format))
                    .setDefaultScope(DotNames.SINGLETON).build());
        }
    }

    private static Set<KnownFormat> libraries() {
        Set<KnownFormat> libraries = EnumSet.noneOf(KnownFormat.class);
        for (KnownFormat format : KnownFormat.values()) {
            if (QuarkusClassLoader.isClassPresentAtRuntime(format.className())) {
                libraries.add(format);
            }
        }
        return libraries;
    }

    @BuildStep
    PayloadsBuildItem payloads(MqttChannelsBuildItem channels, List<ConnectorManagedChannelBuildItem> managed,
            List<MediatorBuildItem> mediators, BeanDiscoveryFinishedBuildItem beans, Capabilities capabilities,
            MqttConfigurationBuildItem configuration) {
        Set<ConfiguredChannel> connected = managed.stream()
                .map(channel -> new ConfiguredChannel(channel.isIncoming(), channel.getName()))
                .collect(toCollection(LinkedHashSet::new));
        boolean receives = channels.usages().stream().anyMatch(usage -> usage.channel().incoming());
        return new PayloadsBuildItem(channels.usages(),
                receives ? ChannelUsages.handedOn(connected, mediators, beans.getInjectionPoints()) : List.of(),
                ChannelUsages.replies(channels.channels(), beans.getInjectionPoints()),
                jsonLibrary(capabilities, beans), hasOwn(beans, MessageConverter.class.getName()),
                Batches.of(configuration.survey()));
    }

    private static JsonLibrary jsonLibrary(Capabilities capabilities, BeanDiscoveryFinishedBuildItem beans) {
        if (hasOwn(beans, JsonFormat.class.getName())) {
            return JsonLibrary.OWN;
        }
        if (capabilities.isPresent(Capability.JACKSON)) {
            return JsonLibrary.JACKSON;
        }
        if (capabilities.isPresent(Capability.JSONB)) {
            return JsonLibrary.JSONB;
        }
        if (!beans.beanStream().withBeanType(JsonMapping.class).isEmpty()) {
            return JsonLibrary.MAPPING;
        }
        return QuarkusClassLoader.isClassPresentAtRuntime("com.fasterxml.jackson.databind.ObjectMapper") ? JsonLibrary.DATABIND
                : JsonLibrary.NONE;
    }

    /** Whether there is a bean of one of the types that neither Quarkus nor SmallRye nor this extension brings. */
    static boolean hasOwn(BeanDiscoveryFinishedBuildItem beans, String... types) {
        Predicate<String> foreign = name -> Stream.of("io.smallrye.", "io.quarkus.", "io.quarkiverse.mqttx.connector.",
                "io.quarkiverse.mqttx.runtime.").noneMatch(name::startsWith);
        return Stream.of(types).map(DotName::createSimple).anyMatch(type -> beans.beanStream().stream()
                .anyMatch(bean -> bean.hasType(type) && foreign.test(bean.getBeanClass().toString())));
    }

    @BuildStep
    ChannelConversionsBuildItem check(PayloadsBuildItem payloads, BeanDiscoveryFinishedBuildItem beans,
            CombinedIndexBuildItem index, MqttConfigurationBuildItem configuration,
            BuildProducer<MqttProblemsBuildItem> problems) {
        boolean customizedJson = hasOwn(beans, "io.quarkus.jackson.ObjectMapperCustomizer",
                "com.fasterxml.jackson.databind.Module", "com.fasterxml.jackson.databind.ObjectMapper",
                "io.quarkus.jsonb.JsonbConfigCustomizer", "jakarta.json.bind.JsonbConfig", "jakarta.json.bind.Jsonb");
        boolean ownInterceptors = hasOwn(beans, PublisherDecorator.class.getName(), SubscriberDecorator.class.getName(),
                IncomingInterceptor.class.getName(), OutgoingInterceptor.class.getName());
        boolean ownFormats = hasOwn(beans, PayloadFormat.class.getName());
        Payloads types = new Payloads(index.getComputingIndex());
        ContentTypes contentTypes = ContentTypes.of(configuration.survey());
        PayloadCheck.Findings findings = new PayloadCheck(types, payloads.json(), customizedJson, payloads.ownConverters(),
                ownInterceptors || ownFormats).check(payloads.usages(), payloads.replies());
        findings.addAll(new FormatCheck(types, contentTypes, libraries(),
                !beans.beanStream().withBeanType(DotName.createSimple("org.apache.avro.message.SchemaStore")).isEmpty(),
                ownFormats || ownInterceptors || payloads.ownConverters())
                .check(Stream.concat(payloads.usages().stream(), payloads.replies().stream()).toList()));
        findings.addAll(new BatchCheck(payloads.batches(), ownInterceptors || payloads.ownConverters())
                .check(payloads.declared()));
        findings.warnings().forEach(LOG::warn);
        problems.produce(new MqttProblemsBuildItem(Check.PAYLOADS, findings.errors()));
        return new ChannelConversionsBuildItem(Stream
                .concat(payloads.usages().stream().map(usage -> ChannelConversion.of(usage, types, payloads, contentTypes)),
                        payloads.replies().stream().map(usage -> ChannelConversion.ofReply(usage, types, payloads)))
                .toList());
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void converters(PayloadsRecorder recorder, PayloadsBuildItem payloads, MqttClientsBuildItem clients,
            CombinedIndexBuildItem index, MqttConfigurationBuildItem configuration,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        Payloads types = new Payloads(index.getComputingIndex());
        GenericPayloads generic = new GenericPayloads(payloads, types);
        Set<Conversion> needed = needed(payloads, types, clients);
        boolean json = needed.contains(Conversion.JSON) || payloads.outgoing().stream()
                .anyMatch(usage -> usage.payload() == null || types.conversion(usage.payload()) == Conversion.JSON)
                || payloads.json() != JsonLibrary.NONE && ContentTypes.of(configuration.survey()).nameJson();
        SyntheticBeanBuildItem.ExtendedBeanConfigurator formats = SyntheticBeanBuildItem.configure(Formats.class)
                .scope(Singleton.class).addInjectionPoint(ANY_FORMAT, ANY).createWith(recorder.formats(json));
        beans.produce((json ? formats.addInjectionPoint(ANY_JSON, ANY) : formats).done());
        // One converter for all formats
        if (needed.removeIf(Conversion::isFormat)) {
            needed.add(Conversion.JSON);
        }
        if (makesLists(payloads)) {
            beans.produce(SyntheticBeanBuildItem.configure(MessageConverter.class).identifier("BATCH").scope(Singleton.class)
                    .addInjectionPoint(ANY_CONVERTER, ANY).createWith(recorder.batches(generic.incoming())).done());
        }
        if (payloads.takeOptionals()) {
            beans.produce(SyntheticBeanBuildItem.configure(MessageConverter.class).identifier("OPTIONAL").scope(Singleton.class)
                    .addInjectionPoint(ANY_CONVERTER, ANY).createWith(recorder.optionals(generic.incoming())).done());
        }
        for (Conversion conversion : needed) {
            beans.produce(SyntheticBeanBuildItem.configure(MessageConverter.class).identifier(conversion.name())
                    .scope(Singleton.class).addInjectionPoint(ClassType.create(Formats.class))
                    .createWith(recorder.converter(conversion, conversion.isFormat() ? generic.incoming() : Map.of())).done());
        }
        beans.produce(SyntheticBeanBuildItem.configure(PayloadEncoder.class).scope(Singleton.class)
                .addInjectionPoint(ClassType.create(Formats.class)).createWith(recorder.encoder(generic.outgoing())).done());
    }

    /** Whether batches may be asked for as lists; what a channel is to make may change when the application runs. */
    private static boolean makesLists(PayloadsBuildItem payloads) {
        return lists(payloads).findAny().isPresent() || payloads.ownConverters() && !payloads.incoming().isEmpty();
    }

    private static Stream<Type> lists(PayloadsBuildItem payloads) {
        return payloads.declared().stream().filter(usage -> usage.channel().incoming()).map(ChannelUsage::payload)
                .filter(payload -> payload != null && Batches.isList(payload));
    }

    /** All of them beside converters of the application's own, which may rely on others. */
    private static Set<Conversion> needed(PayloadsBuildItem payloads, Payloads types, MqttClientsBuildItem clients) {
        Set<Conversion> needed = EnumSet.noneOf(Conversion.class);
        payloads.consumers().forEach(usage -> needed.add(types.conversion(usage.payload())));
        lists(payloads).forEach(list -> needed.add(types.conversion(Optionals.content(Batches.element(list)))));
        if (payloads.ownConverters() && !payloads.consumers().isEmpty()) {
            needed.addAll(EnumSet.allOf(Conversion.class));
        }
        if (!clients.isEmpty()) {
            // they name types at run time
            needed.addAll(EnumSet.of(Conversion.BUFFER, Conversion.TEXT, Conversion.SCALAR,
                    payloads.json() == JsonLibrary.NONE ? Conversion.MISSING : Conversion.JSON));
        }
        needed.remove(Conversion.NONE);
        return needed;
    }

    /** The libraries look into classes, which a native image does not let them do unless it has been told. */
    @BuildStep
    void reflection(PayloadsBuildItem payloads, CombinedIndexBuildItem index,
            BuildProducer<ReflectiveHierarchyBuildItem> hierarchies, BuildProducer<ReflectiveClassBuildItem> classes) {
        Payloads types = new Payloads(index.getComputingIndex());
        Set<Type> mapped = Stream.of(payloads.usages(), payloads.handedOn(), payloads.replies()).flatMap(List::stream)
                .map(ChannelUsage::payload)
                .filter(payload -> payload != null).collect(toCollection(LinkedHashSet::new));
        mapped.stream().flatMap(payload -> types.mappedClasses(payload).stream()).distinct()
                .forEach(name -> hierarchies.produce(ReflectiveHierarchyBuildItem.builder(name)
                        .source(PayloadsProcessor.class.getSimpleName()).build()));
        mapped.stream().flatMap(payload -> types.mappedArrays(payload).stream()).distinct()
                .forEach(name -> classes.produce(ReflectiveClassBuildItem.builder(name)
                        .reason(PayloadsProcessor.class.getSimpleName()).build()));
        for (Type payload : mapped) {
            switch (types.conversion(payload)) {
                // The parser is found by name; a message as text asks for every accessor, in the lite runtime for the fields
                case PROTOBUF -> classes.produce(registered(payload, payload.name() + "$Builder").methods().fields().build());
                case AVRO -> classes.produce(registered(payload).constructors().methods().fields().build());
                default -> {
                }
            }
        }
    }

    private static ReflectiveClassBuildItem.Builder registered(Type payload, String... others) {
        return ReflectiveClassBuildItem
                .builder(Stream.concat(Stream.of(payload.name().toString()), Stream.of(others)).toArray(String[]::new))
                .reason(PayloadsProcessor.class.getSimpleName());
    }
}
