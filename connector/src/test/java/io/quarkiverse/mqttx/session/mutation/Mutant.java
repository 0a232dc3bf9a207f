package io.quarkiverse.mqttx.session.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
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

import io.quarkiverse.mqttx.session.MqttSession;

/**
 * The simulation with a session of which one class was changed: that class is compiled in memory, and all of ours are loaded
 * once more beside it.
 */
final class Mutant extends ClassLoader {

    private static final String OURS = "io.quarkiverse.mqttx.";
    private static final String SIMULATION = OURS + "session.simulation.Simulation";

    private final Map<String, byte[]> changed;
    private final Method run;

    /** @param source the whole text of the class */
    Mutant(String className, String source) {
        super(Mutant.class.getClassLoader());
        changed = compile(className, source);
        try {
            run = loadClass(SIMULATION).getDeclaredMethod("run", long.class, int.class);
            run.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is wrong in the run of a seed, or {@code null}. */
    String failure(long seed) {
        try {
            run.invoke(null, seed, 1);
            return null;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String message = String.valueOf(cause.getMessage());
            return cause.getClass().getName().startsWith(OURS) ? message : cause.getClass().getSimpleName() + " " + message;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    // Compiling

    private static Map<String, byte[]> compile(String className, String text) {
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
        // The session needs nothing but Java and itself
        List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classesOfTheConnector());
        if (!compiler.getTask(null, files, problems, options, null, List.of(new Source(className, text))).call()) {
            throw new IllegalStateException("The mutated " + className + " does not compile: " + problems.getDiagnostics());
        }
        return classes;
    }

    private static String classesOfTheConnector() {
        return Path.of(URI.create(MqttSession.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
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
