package io.quarkiverse.mqttx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import java.io.Closeable;
import java.io.File;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.Buffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Tag;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import io.netty.buffer.ByteBuf;

/**
 * Quarkus initializes classes when a native executable is built, and their static state becomes part of it. So there must be
 * nothing in it that belongs to one machine, one moment or one process: a random seed would be the same in every process.
 */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
@Tag("slow")
class StaticStateTest {

    private static final List<Class<?>> OF_A_PROCESS = List.of(Random.class, SecureRandom.class, UUID.class, Thread.class,
            ThreadLocal.class, Executor.class, Timer.class, Cleaner.class, Instant.class, Closeable.class, InetAddress.class,
            SocketAddress.class, Path.class, File.class, Buffer.class, ByteBuf.class);

    private static final List<String> CLOCKS_AND_SURROUNDINGS = List.of("nanoTime", "currentTimeMillis", "getenv",
            "getProperty", "loadLibrary");

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfAProcess = noFields().that().areStatic()
            .should().haveRawType(DescribedPredicate.describe("that belongs to a process", StaticStateTest::isOfAProcess));

    @ArchTest
    static final ArchRule staticInitializersAskForNothingOfAProcess = classes().should(new ArchCondition<>(
            "ask for no random number, clock or surroundings while they are initialized") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getStaticInitializer().stream().flatMap(initializer -> initializer.getAccessesFromSelf().stream())
                    .filter(access -> !access.isDeclaredInLambda() && asksForAProcess(access))
                    .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
        }
    });

    private static boolean asksForAProcess(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return isOfAProcess(owner)
                || owner.isEquivalentTo(System.class) && CLOCKS_AND_SURROUNDINGS.contains(access.getName());
    }

    private static boolean isOfAProcess(JavaClass type) {
        return OF_A_PROCESS.stream().anyMatch(type::isAssignableTo);
    }
}
