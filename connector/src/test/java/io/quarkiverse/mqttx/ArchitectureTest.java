package io.quarkiverse.mqttx;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import io.quarkiverse.mqttx.client.loop.EventLoopSerializer;
import io.quarkiverse.mqttx.thread.AnyThread;
import io.quarkiverse.mqttx.thread.OnEventLoop;

/**
 * The floors of this module, lowest first: topic and vertx, api, spi, session, transport, client, connector. See
 * docs/architecture.md.
 */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String BASE = "io.quarkiverse.mqttx";
    static final String API = BASE + ".api..";
    static final String SPI = BASE + ".spi..";
    private static final String THREAD = BASE + ".thread..";
    private static final String TOPIC = BASE + ".topic..";
    private static final String VERTX = BASE + ".vertx..";
    private static final String SESSION = BASE + ".session..";
    private static final String TRANSPORT = BASE + ".transport..";
    private static final String CLIENT = BASE + ".client..";
    private static final String RECONNECT = BASE + ".client.reconnect..";
    private static final String CONNECTOR = BASE + ".connector..";

    @ArchTest
    static final ArchRule aFloorImportsOnlyFromBelow = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("thread").definedBy(THREAD)
            .layer("topic").definedBy(TOPIC)
            .layer("vertx").definedBy(VERTX)
            .layer("api").definedBy(API)
            .layer("spi").definedBy(SPI)
            .layer("session").definedBy(SESSION)
            .layer("transport").definedBy(TRANSPORT)
            .layer("client").definedBy(CLIENT)
            .optionalLayer("connector").definedBy(CONNECTOR)
            .whereLayer("thread").mayNotAccessAnyLayer()
            .whereLayer("topic").mayNotAccessAnyLayer()
            .whereLayer("vertx").mayNotAccessAnyLayer()
            .whereLayer("api").mayOnlyAccessLayers("topic")
            .whereLayer("spi").mayOnlyAccessLayers("topic", "api")
            .whereLayer("session").mayOnlyAccessLayers("thread", "topic", "api")
            .whereLayer("transport").mayOnlyAccessLayers("thread", "topic", "vertx", "api", "session")
            .whereLayer("client").mayOnlyAccessLayers("thread", "topic", "vertx", "api", "spi", "session", "transport")
            .whereLayer("connector")
            .mayOnlyAccessLayers("thread", "topic", "vertx", "api", "spi", "session", "transport", "client")
            .ensureAllClassesAreContainedInArchitecture();

    /** So that another major version of Vert.x means another one of this package, see integration-tests/vertx5. */
    @ArchTest
    static final ArchRule oneRoomKnowsTheInternalsOfVertx = noClasses().that().resideOutsideOfPackage(VERTX)
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..");

    @ArchTest
    static final ArchRule topicAndSessionKnowNothingButJava = classes().that().resideInAnyPackage(TOPIC, SESSION)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", THREAD, TOPIC, SESSION).or(plainValuesOfTheApi()));

    /** Those that know nothing but Java themselves, and each other. */
    private static DescribedPredicate<JavaClass> plainValuesOfTheApi() {
        return DescribedPredicate.describe("are plain values of the API",
                type -> resideInAPackage(API).test(type) && type.getDirectDependenciesFromSelf().stream()
                        .allMatch(dependency -> resideInAnyPackage("java..", TOPIC, API).test(dependency.getTargetClass())));
    }

    /** So that the simulation can drive it together with the session. */
    @ArchTest
    static final ArchRule theReconnectMachineKnowsNothingButValues = classes().that().resideInAPackage(RECONNECT)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", TOPIC, API, RECONNECT, SESSION + "packet")
                    .or(resideInAPackage(BASE + ".client.model").and(knowsNoVertx())));

    private static DescribedPredicate<JavaClass> knowsNoVertx() {
        return DescribedPredicate.describe("know no Vert.x", type -> type.getDirectDependenciesFromSelf().stream()
                .noneMatch(dependency -> dependency.getTargetClass().getPackageName().startsWith("io.vertx")));
    }

    @ArchTest
    static final ArchRule topicAndSessionHaveNoThreadTimerSocketClockOrRegex = noClasses().that()
            .resideInAnyPackage(TOPIC, SESSION, RECONNECT)
            .should().dependOnClassesThat().resideInAnyPackage("java.util.regex..", "java.net..", "java.nio.channels..")
            .orShould().dependOnClassesThat().belongToAnyOf(Thread.class, Timer.class, Executor.class, Clock.class,
                    Instant.class)
            .orShould(callMethodWhere(isOneOf(System.class, "nanoTime", "currentTimeMillis")));

    @ArchTest
    static final ArchRule topicAndSessionHideNoRegexOrFormatInStrings = noClasses().that().resideInAnyPackage(TOPIC, SESSION)
            .should(callMethodWhere(isOneOf(String.class, "format", "formatted", "matches", "split", "replaceAll",
                    "replaceFirst")));

    /** What is read from a file or a peer makes no objects but those of this code. */
    @ArchTest
    static final ArchRule nothingDeserializesJavaObjects = noClasses().should().dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }).should().beFreeOfCycles();

    /** So that one can be overlooked. Those of the session share their state, so they stay together. */
    @ArchTest
    static void packagesAreSmall(JavaClasses classes) {
        Map<String, Long> sizes = classes.stream().filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name)
                .isLessThanOrEqualTo(name.equals(BASE + ".session") || name.equals(BASE + ".api") ? 45 : 37));
    }

    /** What belongs to the event loop is reached through a task for it, or by whoever has asked where he is. */
    @ArchTest
    static void whatIsForAnyThreadDoesNotReachIntoTheEventLoop(JavaClasses classes) {
        List<JavaMethod> forAnyThread = classes.stream().flatMap(type -> type.getMethods().stream())
                .filter(ArchitectureTest::isForAnyThread).toList();
        assertThat(forAnyThread).hasSizeGreaterThan(50);
        assertThat(forAnyThread).filteredOn(method -> !asksWhereItIs(method))
                .flatMap(JavaMethod::getMethodCallsFromSelf)
                .filteredOn(call -> !call.isDeclaredInLambda()
                        && isOnEventLoop(call.getTarget().resolveMember().orElse(null)))
                .isEmpty();
    }

    private static boolean isForAnyThread(JavaCodeUnit method) {
        return method.isAnnotatedWith(AnyThread.class) || method.getOwner().isAnnotatedWith(AnyThread.class)
                && !method.isAnnotatedWith(OnEventLoop.class) && !method.getModifiers().contains(JavaModifier.PRIVATE);
    }

    private static boolean isOnEventLoop(JavaCodeUnit method) {
        return method != null && (method.isAnnotatedWith(OnEventLoop.class)
                || method.getOwner().isAnnotatedWith(OnEventLoop.class) && !method.isAnnotatedWith(AnyThread.class));
    }

    private static boolean asksWhereItIs(JavaCodeUnit caller) {
        return caller.getMethodCallsFromSelf().stream()
                .anyMatch(isOneOf(EventLoopSerializer.class, "enter", "isOnLoop"));
    }

    /** The map of the package: what is here, where a message enters and leaves, on which thread, and what may be null. */
    @ParameterizedTest
    @ValueSource(strings = { "", "../runtime/", "../deployment/" })
    void everyPackageSaysWhatIsInIt(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(module + "src/main/java"))) {
            Set<Path> packages = files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent)
                    .collect(Collectors.toSet());
            assertThat(packages).isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                    .content().contains("null"));
        }
    }

    private static DescribedPredicate<JavaMethodCall> isOneOf(Class<?> owner, String... methods) {
        return DescribedPredicate.describe(owner.getSimpleName() + "." + String.join(", ", methods),
                call -> call.getTargetOwner().isEquivalentTo(owner) && List.of(methods).contains(call.getName()));
    }
}
