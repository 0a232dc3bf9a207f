package io.quarkiverse.mqttx.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

import org.jboss.shrinkwrap.api.asset.FileAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

import io.quarkus.test.QuarkusUnitTest;

/** Makes applications of what stands in the documentation. Not loaded again with them, since it reads files. */
final class Examples {

    private static final Path CLASSES = Path.of("target", "snippets");

    private Examples() {
    }

    /** Compiles a Java example as it stands and adds it. */
    static void add(JavaArchive jar, String page, String type) {
        Snippet snippet = Snippet.of(page, "java").stream().filter(s -> s.type().filter(type::equals).isPresent())
                .findFirst().orElseThrow();
        assertThat(SnippetCompiler.compile(snippet, CLASSES)).isEmpty();
        for (Path file : SnippetCompiler.classFiles(snippet, CLASSES)) {
            jar.add(new FileAsset(CLASSES.resolve(file).toFile()), file.toString().replace('\\', '/'));
        }
    }

    /** With the first properties of a page, as they stand. */
    static QuarkusUnitTest configure(QuarkusUnitTest test, String page) {
        return configure(test, page, "");
    }

    /** With the first properties of a page that have this text. */
    static QuarkusUnitTest configure(QuarkusUnitTest test, String page, String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(properties(page, text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.stringPropertyNames().forEach(name -> test.overrideConfigKey(name, properties.getProperty(name)));
        return test;
    }

    /** The first properties of a page that have this text, as they stand. */
    static String properties(String page, String text) {
        return Snippet.of(page, "properties").stream().map(Snippet::text).filter(each -> each.contains(text)).findFirst()
                .orElseThrow();
    }

    /** An application of Java examples of the guide, on the broker of Dev Services. */
    static QuarkusUnitTest ofGuide(String... types) {
        return new QuarkusUnitTest().withApplicationRoot(jar -> {
            jar.addClasses(Snippet.class, Examples.class);
            for (String type : types) {
                add(jar, Snippet.GUIDE, type);
            }
        }).overrideConfigKey("quarkus.mqtt-x.devservices.broker", "embedded")
                .overrideConfigKey("quarkus.arc.remove-unused-beans", "none");
    }
}
