package io.quarkiverse.mqttx.testing;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The class path of the tests without some of its jars. */
public final class ReducedClassPath {

    private ReducedClassPath() {
    }

    /**
     * Makes an object of a class with a public constructor there, and returns its text, since the classes of this side know
     * nothing of those of the other.
     */
    public static String run(Class<?> application, String... withoutArtifacts) throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator)).filter(
                        entry -> Stream.of(withoutArtifacts).noneMatch(artifact -> Path.of(entry)
                                .getFileName().toString().matches(artifact + "-[0-9.]+\\.jar")))
                .map(ReducedClassPath::url).toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return loader.loadClass(application.getName()).getDeclaredConstructor().newInstance().toString();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
