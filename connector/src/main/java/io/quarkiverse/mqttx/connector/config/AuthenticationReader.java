package io.quarkiverse.mqttx.connector.config;

import static io.quarkiverse.mqttx.connector.config.attribute.ConnectionAttributes.*;

import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.mqttx.connector.auth.ScramLibrary;

/** Enhanced authentication: {@code authentication} and what goes with it. */
final class AuthenticationReader {

    private final AttributeReader reader;
    private final BeanLookup beans;

    AuthenticationReader(AttributeReader reader, BeanLookup beans) {
        this.reader = reader;
        this.beans = beans;
    }

    /** {@code null} where there is none. */
    String read() {
        String identifier = reader.get(AUTHENTICATION);
        if (identifier == null) {
            return null;
        }
        Set<String> known = beans.authentications();
        if (!known.contains(identifier) && ScramLibrary.offers(identifier)) {
            reader.problem(AUTHENTICATION, "SCRAM needs the library " + ScramLibrary.DEPENDENCY
                    + "; add it to the dependencies of the application");
        } else if (!known.contains(identifier)) {
            reader.problem(AUTHENTICATION, "there is no such mechanism; use one of "
                    + String.join(", ", new TreeSet<>(known)) + ", or provide a CDI bean of type EnhancedAuthentication with"
                    + " @Identifier(\"" + identifier + "\")");
        }
        return identifier;
    }
}
