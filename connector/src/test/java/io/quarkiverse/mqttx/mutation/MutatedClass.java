package io.quarkiverse.mqttx.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a class of which a rule was broken, in memory. */
final class MutatedClass {

    private MutatedClass() {
    }

    /** The class and those within it, by name. */
    static Map<String, byte[]> compile(Mutation mutation) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileManager files = new ForwardingJavaFileManager<JavaFileManager>(
                compiler.getStandardFileManager(problems, null, null)) {

            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                    javax.tools.FileObject sibling) {
                return new Output(name, classes);
            }
        };
        List<String> options = List.of("-proc:none", "-nowarn", "-parameters", "-classpath",
                System.getProperty("java.class.path"));
        Source source = new Source(mutation.className(), mutation.mutatedSource());
        if (!compiler.getTask(null, files, problems, options, null, List.of(source)).call()) {
            throw new IllegalStateException("The class " + mutation.source() + " does not compile with the mutation '"
                    + mutation.rule() + "': " + problems.getDiagnostics());
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {

        private final String className;
        private final Map<String, byte[]> classes;

        Output(String className, Map<String, byte[]> classes) {
            super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
            this.className = className;
            this.classes = classes;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {

                @Override
                public void close() {
                    classes.put(className, toByteArray());
                }
            };
        }
    }
}
