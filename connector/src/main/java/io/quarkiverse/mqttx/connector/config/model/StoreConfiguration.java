package io.quarkiverse.mqttx.connector.config.model;

import java.nio.file.Path;

/**
 * How a session is kept over the end of the process.
 *
 * @param store {@link #FILE}, or the identifier of a bean
 * @param directory where files go, as configured
 * @param syncsToDisk whether it survives a power failure as well
 */
public record StoreConfiguration(String store, Path directory, boolean syncsToDisk) {

    /** The session ends with the process. */
    public static final String MEMORY = "memory";
    /** The session is kept in a file. */
    public static final String FILE = "file";

    public static boolean isMemory(String store) {
        return MEMORY.equalsIgnoreCase(store);
    }
}
