package io.quarkiverse.mqttx.leaks;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/** The leaks that Netty's detector has found and nobody has been told of yet. */
final class Leaks {

    private static final long COLLECTION_MILLIS = 20_000;

    private final Queue<Leak> found = new ConcurrentLinkedQueue<>();
    private volatile boolean watching;

    /**
     * Lets Netty use such detectors from now on. To be called before the first buffer is made: Netty's classes keep the
     * detector with which they began.
     */
    void watchNetty() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
                    long maxActive) {
                return detector(resource, samplingInterval);
            }
        });
    }

    <T> ResourceLeakDetector<T> detector(Class<T> resource, int samplingInterval) {
        return new Detector<>(resource, samplingInterval);
    }

    /** Whether a detector has watched anything since {@link #verify()}; where none has, nothing was lost. */
    boolean haveWatched() {
        return watching;
    }

    /** Lets the collector find what is lost, and the detector of buffers say so. */
    static void collect() throws InterruptedException {
        awaitCollection();
        // What the first collection has found is with the detectors when the second is through
        awaitCollection();
        // A detector looks at it when it is asked to watch another buffer
        PooledByteBufAllocator.DEFAULT.buffer(1).release();
    }

    private static void awaitCollection() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> garbage = new WeakReference<>(new Object(), collected);
        System.gc();
        collected.remove(COLLECTION_MILLIS);
        if (!garbage.refersTo(null)) {
            throw new AssertionError("no garbage was collected within " + COLLECTION_MILLIS + " ms");
        }
    }

    /**
     * Throws the first leak of ours, with the number of the others, and prints those of other libraries; forgets all.
     */
    void verify() {
        watching = false;
        Leak first = null;
        int ours = 0;
        for (Leak leak = found.poll(); leak != null; leak = found.poll()) {
            if (leak.isOfAnotherLibrary()) {
                System.out.println("Leak of another library: " + leak);
            } else if (ours++ == 0) {
                first = leak;
            }
        }
        if (first != null) {
            throw new AssertionError(ours + " leaked, the first: " + first);
        }
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            // Asked whenever it is to watch another
            watching = true;
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            found.add(new Leak(resource, records));
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            found.add(new Leak(resource, ""));
        }
    }
}
