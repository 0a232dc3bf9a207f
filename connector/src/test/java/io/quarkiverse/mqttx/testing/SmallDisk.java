package io.quarkiverse.mqttx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own that is soon full. It needs Linux and the right to mount; elsewhere the test is skipped. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final Thread atTheEnd = new Thread(this::unmount);

    private SmallDisk(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** @param directory an empty one, which the file system is mounted on */
    public static SmallDisk mount(Path directory, int kibibytes) {
        if (!System.getProperty("os.name").startsWith("Linux") || !"root".equals(System.getProperty("user.name"))) {
            return Programs.skip("only root on Linux can mount a small file system to fill");
        }
        Programs.require("mount", "util-linux");
        String problem = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", directory.toString());
        return problem == null ? new SmallDisk(directory) : Programs.skip("a small file system cannot be mounted: " + problem);
    }

    public Path directory() {
        return directory;
    }

    /** Takes away so much of the room, until {@link #makeRoom()}. */
    public void occupy(int kibibytes) throws IOException {
        Files.write(filler(), new byte[1024 * kibibytes]);
    }

    public void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    private void unmount() {
        // at once, though somebody may still have a file of it open
        run("umount", "-l", directory.toString());
    }

    /** What the program says when it fails; {@code null} when it does not. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? null : output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
