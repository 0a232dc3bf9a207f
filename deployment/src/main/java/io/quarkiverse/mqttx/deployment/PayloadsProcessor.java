package io.quarkiverse.mqttx.deployment;

import static java.util.stream.Collectors.toCollection;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;
import org.jboss.logging.Logger;

import io.quarkiverse.mqttx.connector.convert.Conversion;
import io.quarkiverse.mqttx.connector.convert.JsonFormat;
import io.quarkiverse.mqttx.connector.convert.PayloadEncoder;
import io.quarkiverse.mqttx.runtime.PayloadsRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
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

    private static final Type ANY_FORMAT = ParameterizedType.create(Instance.class, ClassType.create(JsonFormat.class));

    /** Elsewhere these are discovered. Here they are made with what the build knows, see {@link #converters}. */
    @BuildStep
    void leaveOut(Capabilities capabilities, BuildProducer<ExcludedTypeBuildItem> excluded) {
        Stream.of("Buffer", "Text", "Scalar", "Json", "Missing").map(name -> CONVERT + name + "Converter")
                .map(ExcludedTypeBuildItem::new).forEach(excluded::produce);
        excluded.produce(new ExcludedTypeBuildItem(PayloadEncoder.class.getName()));
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
    PayloadsBuildItem payloads(MqttChannelsBuildItem channels, List<ConnectorManagedChannelBuildItem> managed,
            List<MediatorBuildItem> mediators, BeanDiscoveryFinishedBuildItem beans, Capabilities capabilities) {
        Set<ConfiguredChannel> connected = managed.stream()
                .map(channel -> new ConfiguredChannel(channel.isIncoming(), channel.getName()))
                .collect(toCollection(LinkedHashSet::new));
        boolean receives = channels.usages().stream().anyMatch(usage -> usage.channel().incoming());
        return new PayloadsBuildItem(channels.usages(),
                receives ? ChannelUsages.handedOn(connected, mediators, beans.getInjectionPoints()) : List.of(),
                ChannelUsages.replies(channels.channels(), beans.getInjectionPoints()),
                jsonLibrary(capabilities, beans), hasOwn(beans, MessageConverter.class.getName()));
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
    private static boolean hasOwn(BeanDiscoveryFinishedBuildItem beans, String... types) {
        Predicate<String> foreign = name -> Stream.of("io.smallrye.", "io.quarkus.", "io.quarkiverse.mqttx.connector.",
                "io.quarkiverse.mqttx.runtime.").noneMatch(name::startsWith);
        return Stream.of(types).map(DotName::createSimple).anyMatch(type -> beans.beanStream().stream()
                .anyMatch(bean -> bean.hasType(type) && foreign.test(bean.getBeanClass().toString())));
    }

    @BuildStep
    ChannelConversionsBuildItem check(PayloadsBuildItem payloads, BeanDiscoveryFinishedBuildItem beans,
            CombinedIndexBuildItem index, BuildProducer<ValidationErrorBuildItem> errors) {
        boolean customizedJson = hasOwn(beans, "io.quarkus.jackson.ObjectMapperCustomizer",
                "com.fasterxml.jackson.databind.Module", "com.fasterxml.jackson.databind.ObjectMapper",
                "io.quarkus.jsonb.JsonbConfigCustomizer", "jakarta.json.bind.JsonbConfig", "jakarta.json.bind.Jsonb");
        boolean ownInterceptors = hasOwn(beans, PublisherDecorator.class.getName(), SubscriberDecorator.class.getName(),
                IncomingInterceptor.class.getName(), OutgoingInterceptor.class.getName());
        PayloadCheck.Findings findings = new PayloadCheck(index.getIndex(), payloads.json(), customizedJson,
                payloads.ownConverters(), ownInterceptors).check(payloads.usages(), payloads.replies());
        findings.warnings().forEach(LOG::warn);
        if (!findings.errors().isEmpty()) {
            errors.produce(new ValidationErrorBuildItem(
                    new DeploymentException("Nothing converts these payloads:\n  " + String.join("\n  ", findings.errors()))));
        }
        Payloads types = new Payloads(index.getIndex());
        return new ChannelConversionsBuildItem(
                Stream.concat(payloads.usages().stream().map(usage -> ChannelConversion.of(usage, types, payloads)),
                        payloads.replies().stream().map(usage -> ChannelConversion.ofReply(usage, types, payloads)))
                        .toList());
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void converters(PayloadsRecorder recorder, PayloadsBuildItem payloads, CombinedIndexBuildItem index,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        Payloads types = new Payloads(index.getIndex());
        GenericPayloads generic = new GenericPayloads(payloads, types);
        for (Conversion conversion : needed(payloads, types)) {
            boolean json = conversion == Conversion.JSON;
            SyntheticBeanBuildItem.ExtendedBeanConfigurator bean = SyntheticBeanBuildItem.configure(MessageConverter.class)
                    .identifier(conversion.name()).scope(Singleton.class)
                    .createWith(recorder.converter(conversion, json ? generic.incoming() : null));
            beans.produce((json ? withJson(bean) : bean).done());
        }
        boolean json = payloads.outgoing().stream()
                .anyMatch(usage -> usage.payload() == null || types.conversion(usage.payload()) == Conversion.JSON);
        SyntheticBeanBuildItem.ExtendedBeanConfigurator encoder = SyntheticBeanBuildItem.configure(PayloadEncoder.class)
                .scope(Singleton.class).createWith(recorder.encoder(json ? generic.outgoing() : null));
        beans.produce((json ? withJson(encoder) : encoder).done());
    }

    private static SyntheticBeanBuildItem.ExtendedBeanConfigurator withJson(
            SyntheticBeanBuildItem.ExtendedBeanConfigurator bean) {
        return bean.addInjectionPoint(ANY_FORMAT, AnnotationInstance.builder(Any.class).build());
    }

    /** All of them beside converters of the application's own, which may rely on others. */
    private static Set<Conversion> needed(PayloadsBuildItem payloads, Payloads types) {
        Set<Conversion> needed = EnumSet.noneOf(Conversion.class);
        payloads.consumers().forEach(usage -> needed.add(types.conversion(usage.payload())));
        if (payloads.ownConverters() && !payloads.consumers().isEmpty()) {
            needed.addAll(EnumSet.allOf(Conversion.class));
        }
        needed.remove(Conversion.NONE);
        return needed;
    }

    /** JSON libraries look into classes, which a native image does not let them do unless it has been told. */
    @BuildStep
    void reflection(PayloadsBuildItem payloads, CombinedIndexBuildItem index,
            BuildProducer<ReflectiveHierarchyBuildItem> hierarchies, BuildProducer<ReflectiveClassBuildItem> classes) {
        Payloads types = new Payloads(index.getIndex());
        Set<Type> mapped = Stream.of(payloads.usages(), payloads.handedOn(), payloads.replies()).flatMap(List::stream)
                .map(ChannelUsage::payload)
                .filter(payload -> payload != null).collect(toCollection(LinkedHashSet::new));
        mapped.stream().flatMap(payload -> types.mappedClasses(payload).stream()).distinct()
                .forEach(name -> hierarchies.produce(ReflectiveHierarchyBuildItem.builder(name)
                        .source(PayloadsProcessor.class.getSimpleName()).build()));
        mapped.stream().flatMap(payload -> types.mappedArrays(payload).stream()).distinct()
                .forEach(name -> classes.produce(ReflectiveClassBuildItem.builder(name)
                        .reason(PayloadsProcessor.class.getSimpleName()).build()));
    }
}
