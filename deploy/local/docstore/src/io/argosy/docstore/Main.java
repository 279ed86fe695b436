package io.argosy.docstore;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/**
 * A document store that speaks MongoDB's wire protocol, for trying Argosy without a MongoDB.
 *
 * <p>Usage: {@code Main FILE HOST PORT}. Ends cleanly on SIGTERM.
 */
public final class Main {
    private static final int CACHE_MB = 32;
    private static final int RECLAIM_EVERY_SECONDS = 5;
    private static final int TARGET_FILL_RATE = 60; // percent of live bytes per chunk
    private static final int RECLAIM_BYTES = 8 * 1024 * 1024;
    private static final long WORTH_RECLAIMING_BYTES = 32L * 1024 * 1024;

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            System.err.println("usage: Main FILE HOST PORT");
            System.exit(64);
        }
        Path file = Path.of(args[0]);
        compactOnStart(file);
        MVStore store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .cacheSize(CACHE_MB)
                        .autoCommitDisabled() // DurableBackend commits, between writes and never inside one
                        .open();
        store.setRetentionTime(0); // overwritten chunks may be used again at once: commits are frequent
        store.setVersionsToKeep(0);
        DurableBackend backend = new DurableBackend(store);
        MongoServer server = new MongoServer(backend);
        server.bind(args[1], Integer.parseInt(args[2]));
        System.err.println("docstore: serving " + file + " on " + args[1] + ":" + args[2]);

        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.countDown();
                                    try {
                                        stopped.await(8, TimeUnit.SECONDS);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
        while (!stop.await(RECLAIM_EVERY_SECONDS, TimeUnit.SECONDS)) {
            if (Files.size(file) > WORTH_RECLAIMING_BYTES) {
                backend.reclaim(TARGET_FILL_RATE, RECLAIM_BYTES);
            }
        }
        backend.stopping();
        server.shutdownNow(); // closes the backend and with it the store
        System.err.println("docstore: stopped");
        stopped.countDown();
    }

    private static void compactOnStart(Path file) throws Exception {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file) && Files.size(file) > WORTH_RECLAIMING_BYTES) {
            long before = Files.size(file);
            MVStoreTool.compactCleanUp(file.toString()); // a compaction that a kill cut short
            MVStoreTool.compact(file.toString(), false);
            System.err.printf("docstore: compacted %,d -> %,d bytes%n", before, Files.size(file));
        }
    }
}
