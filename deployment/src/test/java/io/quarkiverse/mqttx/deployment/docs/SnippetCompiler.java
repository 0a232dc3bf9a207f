package io.quarkiverse.mqttx.deployment.docs;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java examples as they stand, each in a package of its own. */
final class SnippetCompiler {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all examples: each of its own would read hundreds of jars anew. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private SnippetCompiler() {
    }

    /** What the compiler has to say; empty when the example compiles. */
    static String compile(Snippet snippet, Path classes) {
        return compile(snippet, classes, classPath(snippet));
    }

    /** As {@link #compile(Snippet, Path)} with another class path. */
    static String compile(Snippet snippet, Path classes, String classPath) {
        String type = snippet.type().orElse(null);
        if (type == null) {
            return "it is no public class";
        }
        try {
            Files.createDirectories(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String source = "package " + packageOf(snippet) + ";\n" + snippet.text();
        StringWriter messages = new StringWriter();
        boolean compiled = COMPILER.getTask(messages, FILES, null,
                List.of("-d", classes.toString(), "-classpath", classPath, "--release", "17",
                        "-parameters", "-proc:none"),
                null, List.of(new Source(type, source))).call();
        return compiled ? "" : messages + "\n" + source;
    }

    private static String classPath(Snippet snippet) {
        String tests = System.getProperty("java.class.path");
        return snippet.page().equals(Snippet.TESTING) ? tests + File.pathSeparator + InMemoryConnectorJar.classPath() : tests;
    }

    /** The class files of an example that was compiled, relative to the folder. */
    static List<Path> classFiles(Snippet snippet, Path classes) {
        try (Stream<Path> files = Files.list(classes.resolve(packageOf(snippet)))) {
            return files.map(classes::relativize).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Snippet snippet) {
        return snippet.page().replaceAll("docs/|\\.md|\\W", "").toLowerCase(Locale.ROOT) + snippet.number();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///" + type + JavaFileObject.Kind.SOURCE.extension), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
