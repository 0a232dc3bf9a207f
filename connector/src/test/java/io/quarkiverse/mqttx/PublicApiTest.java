package io.quarkiverse.mqttx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What an application may import: the packages {@code api} and {@code spi}. See docs/architecture.md. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
@Tag("slow")
class PublicApiTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern IMPORT = Pattern
            .compile("^\\s*import (?:static )?(io\\.quarkiverse\\.mqttx\\.[\\w.]+);", Pattern.MULTILINE);
    /** The packages of the integration applications themselves. */
    private static final Pattern THEIR_OWN = Pattern
            .compile(
                    "io\\.quarkiverse\\.mqttx\\.(api|spi|sample|jsonb|reload|requests|reply|replier|requester|benchmarks)\\..*");

    @ArchTest
    static final ArchRule aTypeOfTheApiIsAValueAnInterfaceOrAnException = classes().that()
            .resideInAPackage(ArchitectureTest.API)
            .and().arePublic().should(new ArchCondition<>("be an interface, a record, an enum, an exception or a final class") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean right = type.isInterface() || type.isRecord() || type.isEnum()
                            || type.isAssignableTo(Throwable.class) || type.getModifiers().contains(JavaModifier.FINAL);
                    events.add(new SimpleConditionEvent(type, right, type.getName() + " can be extended"));
                }
            });

    @ArchTest
    static final ArchRule noSignatureNamesAnInternalType = codeUnits().that().areDeclaredInClassesThat()
            .resideInAnyPackage(ArchitectureTest.API, ArchitectureTest.SPI)
            .should(new ArchCondition<>("name public types only") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    if (isSeen(unit)) {
                        Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()))
                                .map(JavaType::getAllInvolvedRawTypes).flatMap(Set::stream).filter(PublicApiTest::isInternal)
                                .forEach(type -> events.add(SimpleConditionEvent.violated(unit,
                                        unit.getFullName() + " names " + type.getName())));
                    }
                }
            });

    private static boolean isSeen(JavaCodeUnit unit) {
        return isSeen(unit.getModifiers()) && isSeen(unit.getOwner().getModifiers());
    }

    private static boolean isSeen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isInternal(JavaClass type) {
        String name = type.getPackageName() + '.';
        return name.startsWith(ArchitectureTest.BASE + '.') && !name.startsWith(ArchitectureTest.BASE + ".api.")
                && !name.startsWith(ArchitectureTest.BASE + ".spi.");
    }

    @Test
    void theDocumentationImportsNothingElse() throws IOException {
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            List<Path> all = Stream.concat(Stream.of(ROOT.resolve("README.md")), pages).toList();
            assertThat(internalImports(all, ".md")).isEmpty();
        }
    }

    @Test
    void theSampleAndTheOtherApplicationsImportNothingElse() throws IOException {
        try (Stream<Path> sources = Files.walk(ROOT.resolve("integration-tests"))) {
            List<Path> all = sources.filter(path -> path.toString().contains("/src/main/java/")).toList();
            assertThat(all).isNotEmpty();
            assertThat(internalImports(all, ".java")).isEmpty();
        }
    }

    private static Set<String> internalImports(List<Path> files, String ending) throws IOException {
        Set<String> imports = new TreeSet<>();
        for (Path file : files) {
            if (file.toString().endsWith(ending)) {
                Matcher matcher = IMPORT.matcher(Files.readString(file));
                while (matcher.find()) {
                    if (!THEIR_OWN.matcher(matcher.group(1)).matches()) {
                        imports.add(matcher.group(1));
                    }
                }
            }
        }
        return imports;
    }
}
