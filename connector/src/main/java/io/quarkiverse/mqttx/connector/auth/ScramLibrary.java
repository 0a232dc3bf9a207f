package io.quarkiverse.mqttx.connector.auth;

import java.util.Set;

/** The optional library of the SCRAM mechanisms: its name, and whether it is on the class path. */
public final class ScramLibrary {

    /** As group and artifact. */
    public static final String DEPENDENCY = "com.ongres.scram:scram-client";
    /** A class that is there if the library is. */
    public static final String CLASS_NAME = "com.ongres.scram.client.ScramClient";

    static final String SHA_1 = "SCRAM-SHA-1";
    static final String SHA_256 = "SCRAM-SHA-256";
    static final String SHA_512 = "SCRAM-SHA-512";
    private static final Set<String> MECHANISMS = Set.of(SHA_1, SHA_256, SHA_512);

    private ScramLibrary() {
    }

    /** Whether a mechanism of authentication would be there with the library. */
    public static boolean offers(String mechanism) {
        return MECHANISMS.contains(mechanism);
    }

    /** Whether the library is there; asked for outside Quarkus, where the build knows. */
    static boolean isThere() {
        try {
            Class.forName(CLASS_NAME, false, ScramLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }
}
