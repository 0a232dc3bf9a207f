package io.quarkiverse.mqttx.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** The simulation with a session of which one class was changed: all classes of ours are loaded once more beside it. */
final class SimulatedMutant extends ClassLoader {

    private static final String SIMULATION = Mutation.OURS + "session.simulation.Simulation";

    private final Map<String, byte[]> changed;
    private final Method run;

    SimulatedMutant(Mutation mutation) throws IOException {
        super(SimulatedMutant.class.getClassLoader());
        changed = MutatedClass.compile(mutation);
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
            return cause.getClass().getName().startsWith(Mutation.OURS) ? message
                    : cause.getClass().getSimpleName() + " " + message;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(Mutation.OURS)) {
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
}
