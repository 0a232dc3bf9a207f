package io.quarkiverse.mqttx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The picture of the packages in {@code docs/architecture.md}. After a change, draw it anew with
 * {@code mvn -pl connector test -Dtest=PackageGraphTest -Ddocs.write}.
 */
class PackageGraphTest {

    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN = "<!-- package graph -->\n";
    private static final String END = "<!-- end of the package graph -->";

    @Test
    void thePictureShowsThePackages() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String drawn = page.substring(0, begin) + picture() + page.substring(page.indexOf(END));
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, drawn);
        }

        assertThat(PAGE).content().as("docs/architecture.md; draw it anew with -Ddocs.write").isEqualTo(drawn);
    }

    private static String picture() {
        Map<String, Set<String>> arrows = arrows();
        StringBuilder text = new StringBuilder("```mermaid\ngraph TD\n");
        arrows.forEach((from, all) -> all.stream()
                .filter(to -> all.stream().noneMatch(other -> !other.equals(to) && reaches(other, to, arrows)))
                .forEach(to -> text.append("  ").append(from).append(" --> ").append(to).append('\n')));
        return text.append("```\n\n").append(arrows.size()).append(" packages, ")
                .append(arrows.values().stream().mapToInt(Set::size).sum()).append(" arrows, no cycle.\n\n").toString();
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> arrows) {
        return arrows.get(from).stream().anyMatch(next -> next.equals(to) || reaches(next, to, arrows));
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ArchitectureTest.BASE)) {
            Set<String> others = arrows.computeIfAbsent(name(type), ignored -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ArchitectureTest.BASE) && !name(target).equals(name(type))) {
                    others.add(name(target));
                }
            }
        }
        return arrows;
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ArchitectureTest.BASE.length() + 1);
    }
}
