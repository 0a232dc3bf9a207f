package io.quarkiverse.mqttx.deployment.docs;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;

import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** The test on the page about testing passes for the application of that page, with no broker. */
@Tag("slow")
class InMemoryExampleTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = Examples
            .configure(Examples.configure(new QuarkusUnitTest(), Snippet.TESTING), Snippet.TESTING,
                    "smallrye-in-memory")
            .setForcedDependencies(List.of(Dependency.of(InMemoryConnectorJar.GROUP, InMemoryConnectorJar.ARTIFACT,
                    InMemoryConnectorJar.version())))
            .withApplicationRoot(InMemoryExampleTest::addClasses);

    @Test
    void theTestOfThePagePasses() throws Exception {
        Class<?> type = Thread.currentThread().getContextClassLoader().loadClass("testing2.AlarmsTest");
        Object test = type.getDeclaredConstructor().newInstance();
        Field connector = type.getDeclaredField("connector");
        connector.setAccessible(true);
        connector.set(test, CDI.current().select(connector.getType(), Any.Literal.INSTANCE).get());
        Method method = type.getDeclaredMethod("areRaisedWhereItIsTooHot");
        method.setAccessible(true);
        method.invoke(test);
    }

    private static void addClasses(JavaArchive jar) {
        // This class is loaded once more with the application, and the others with it
        jar.addClasses(Snippet.class, Examples.class, InMemoryConnectorJar.class);
        Examples.add(jar, Snippet.TESTING, "Alarms");
        Examples.add(jar, Snippet.TESTING, "AlarmsTest");
    }
}
