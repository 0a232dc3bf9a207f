package io.quarkiverse.mqttx.deployment;

/** What maps payloads to JSON and back in the application. */
enum JsonLibrary {

    /** quarkus-jackson, and so the application's {@code ObjectMapper}. */
    JACKSON("Jackson", "com.fasterxml.jackson."),

    /** quarkus-jsonb without quarkus-jackson, and so the application's {@code Jsonb}. */
    JSONB("JSON-B", "jakarta.json.bind."),

    /** A {@code JsonFormat} of the application's own; nobody knows what it can. */
    OWN("the application's JsonFormat", null),

    /** A {@code JsonMapping}, which knows classes and no generic types. */
    MAPPING("the application's JsonMapping", null),

    /** Jackson on the class path without quarkus-jackson: the mapper of Vert.x. */
    DATABIND("Jackson", "com.fasterxml.jackson."),

    NONE("nothing", null);

    private final String label;
    private final String annotations;

    JsonLibrary(String label, String annotations) {
        this.label = label;
        this.annotations = annotations;
    }

    /** The package of the annotations that tell the library what to do; {@code null} when that is not known. */
    String annotations() {
        return annotations;
    }

    /** Whether it is known what the library can read. */
    boolean isKnown() {
        return annotations != null;
    }

    @Override
    public String toString() {
        return label;
    }
}
