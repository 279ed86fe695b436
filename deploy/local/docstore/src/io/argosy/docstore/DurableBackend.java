package io.argosy.docstore;

import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The H2 backend with one promise added: a write is answered only after it stands in the file.
 *
 * <p>Writes hold the shared lock while they change several maps (documents, indexes, sizes); a commit
 * holds the exclusive lock, so a committed version never shows half a write. Writers that wait while
 * a commit runs are served together by the next one (group commit).
 *
 * <p>"Stands in the file" means handed to the operating system: it survives a kill -9 of this
 * process, not a power cut. MongoDB itself is what production runs.
 */
final class DurableBackend extends H2Backend {
    /** Commands that leave the data as it is; everything else is committed before it is answered. */
    private static final Set<String> READS =
            Set.of(
                    "find", "getmore", "killcursors", "count", "distinct", "ping",
                    "hello", "ismaster", "buildinfo", "serverstatus", "listcollections",
                    "listdatabases", "listindexes", "dbstats", "collstats", "endsessions",
                    "getlog", "getparameter", "connectionstatus", "whatsmyuri", "validate");

    /** MongoDB 5.0's wire version: the oldest that current drivers accept is 4.2's. */
    private static final MongoVersion VERSION =
            new MongoVersion() {
                @Override
                public List<Integer> getVersionArray() {
                    return List.of(5, 0, 0, 0);
                }

                @Override
                public int getWireVersion() {
                    return 13;
                }
            };

    private final MVStore store;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final Object committing = new Object();
    private volatile boolean stopping;
    private volatile long written;
    private long durable; // guarded by `committing`
    private final Object counting = new Object();

    DurableBackend(MVStore store) {
        super(store);
        this.store = store;
        version(VERSION);
        disableOplog(); // it keeps every change for ever and doubles each write
    }

    /** A store that could not write (a full disk) is closed for good and answers every question with an error
     * of its own. A process that is gone is what clients know to wait for, and what is started again. */
    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return answered(message);
        } catch (MVStoreException error) {
            endIfClosed(error);
            throw error;
        }
    }

    private void endIfClosed(MVStoreException error) {
        if (store.isClosed() && !stopping) {
            System.err.println("docstore: the file cannot be written any more, ending: " + error);
            Runtime.getRuntime().halt(74); // EX_IOERR
        }
    }

    /** From now on a closed store is what was asked for. */
    void stopping() {
        stopping = true;
    }

    private Document answered(MongoMessage message) {
        if (isRead(message.getDocument())) {
            return super.handleMessage(message);
        }
        long mine;
        Document answer;
        gate.readLock().lock();
        try {
            answer = super.handleMessage(message);
        } finally {
            synchronized (counting) {
                mine = ++written;
            }
            gate.readLock().unlock();
        }
        makeDurable(mine);
        return answer;
    }

    private static boolean isRead(Document command) {
        String name = command.keySet().iterator().next().toLowerCase(Locale.ROOT); // a command's first key
        return name.equals("aggregate") ? !writesOut(command) : READS.contains(name);
    }

    /** An aggregation writes only through $out and $merge. */
    private static boolean writesOut(Document aggregate) {
        if (aggregate.get("pipeline") instanceof Iterable<?> stages) {
            for (Object stage : stages) {
                if (stage instanceof Document d && (d.containsKey("$out") || d.containsKey("$merge"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void makeDurable(long mine) {
        synchronized (committing) {
            if (durable >= mine) {
                return; // the commit that was waiting before this one took our write along
            }
            gate.writeLock().lock();
            try {
                long upTo = written;
                store.commit();
                durable = upTo;
            } finally {
                gate.writeLock().unlock();
            }
        }
    }

    /** Gives back the room of overwritten versions, while nobody writes. */
    void reclaim(int targetFillRate, int bytesAtOnce) {
        synchronized (committing) {
            gate.writeLock().lock();
            try {
                store.compact(targetFillRate, bytesAtOnce);
                store.commit();
            } catch (MVStoreException error) {
                endIfClosed(error);
                throw error;
            } finally {
                gate.writeLock().unlock();
            }
        }
    }
}
