package io.quarkiverse.mqttx.mutation;

import java.util.Arrays;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests in a JVM of its own, and ends it as soon as one of them fails, whatever else still runs. The mutated class stands
 * first on the class path.
 */
final class TestsOfAMutant implements TestExecutionListener {

    static final int PASSED = 0;
    static final int FAILED = 42;
    /** Before the name of the test that has failed. */
    static final String FOUND = "Found by ";

    private int tests;

    private TestsOfAMutant() {
    }

    /** @param tests as in {@link Mutation#tests} */
    public static void main(String[] tests) {
        TestsOfAMutant listener = new TestsOfAMutant();
        Launcher launcher = LauncherFactory.create();
        // The check for lost buffers collects garbage again and again
        launcher.execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(tests).map(TestsOfAMutant::selector).toList())
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false").build(), listener);
        if (listener.tests == 0) {
            throw new IllegalStateException("no tests in " + Arrays.toString(tests));
        }
        end(PASSED);
    }

    private static DiscoverySelector selector(String test) {
        int method = test.indexOf('#');
        // with the name alone, so that it finds a parameterised test, too
        try {
            Class<?> testClass = Class.forName(Mutation.OURS + (method < 0 ? test : test.substring(0, method)));
            return method < 0 ? DiscoverySelectors.selectClass(testClass)
                    : DiscoverySelectors.selectMethod(testClass, Arrays.stream(testClass.getDeclaredMethods())
                            .filter(each -> each.getName().equals(test.substring(method + 1))).findFirst().orElseThrow());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        tests += test.isTest() ? 1 : 0;
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            result.getThrowable().ifPresent(Throwable::printStackTrace);
            System.out.println("\n" + FOUND + name(test));
            end(FAILED);
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .map(method -> "`" + method.getJavaClass().getSimpleName() + "." + method.getMethodName() + "`")
                .orElse("`" + test.getDisplayName() + "`");
    }

    /** Also when a thread hangs. */
    private static void end(int status) {
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }
}
