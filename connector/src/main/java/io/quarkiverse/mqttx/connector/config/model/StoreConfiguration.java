package io.quarkiverse.mqttx.connector.config.model;

import java.nio.file.Path;

/**
 * How a session is kept over the end of the process.
 *
 * @param store {@link #FILE}, {@link #DISK}, or the identifier of a bean
 * @param directory where files go, as configured
 */
public record StoreConfiguration(String store, Path directory) {

    /** The session ends with the process. */
    public static final String MEMORY = "memory";
    /** The session is kept in a file. */
    public static final String FILE = "file";
    /** The same, and survives a power failure as well. */
    public static final String DISK = "disk";

    public static boolean isMemory(String store) {
        return MEMORY.equalsIgnoreCase(store);
    }

    /** Whether it is kept in a file. */
    public boolean isFile() {
        return store.equals(FILE) || syncsToDisk();
    }

    /** Whether it survives a power failure as well. */
    public boolean syncsToDisk() {
        return store.equals(DISK);
    }
}
