package dev.codevar.files.data;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.PictureReader.Read;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures in files, a folder for each class, read when they are asked for, by threads of their own. In the place of a picture that
 * cannot be read the next one that can be is shown, with its class: it follows from the files alone, so that a training goes on to
 * the same bits.
 */
public final class PictureFolder implements PictureData {
    private static final int LARGEST_SIDE = 4096;
    private static final int MOST_READERS = 8;

    private final PictureReader reader;
    private final Consumer<String> broken;
    private final ExecutorService readers = readers();
    private final Map<Integer, Integer> instead = new HashMap<>();
    private final BitSet seen = new BitSet();
    private final BitSet named = new BitSet();
    private Map<Wanted, CompletableFuture<Read>> due = Map.of();
    private Map<Wanted, CompletableFuture<Read>> ahead = Map.of();

    private record Wanted(Crops crops, int index) {}

    private PictureFolder(FolderListing listing, int side, Consumer<String> broken) {
        if (side < 1 || side > LARGEST_SIDE) {
            throw new InvalidInputException("side " + side + " is not between 1 and " + LARGEST_SIDE);
        }
        this.reader = new PictureReader(listing, side);
        this.broken = broken;
    }

    /** They end when there is nothing to read, and keep no process alive. */
    private static ExecutorService readers() {
        int threads = Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor readers =
                new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "picture-reader");
                    thread.setDaemon(true);
                    return thread;
                });
        readers.allowCoreThreadTimeOut(true);
        return readers;
    }

    /**
     * @param folder holds a folder for each class
     * @param side what pictures are cut to
     * @param broken is told of each picture that cannot be read, once, on the thread that asks for it
     */
    public static PictureFolder train(Path folder, int side, Consumer<String> broken) {
        return new PictureFolder(FolderListing.training(folder), side, broken);
    }

    /** {@return the pictures of the same classes in another folder, classes in turn} */
    public PictureFolder measuring(Path folder) {
        return new PictureFolder(reader.listing().measuring(folder), side(), broken);
    }

    @Override
    public int count() {
        return reader.listing().files().size();
    }

    @Override
    public int side() {
        return reader.side();
    }

    @Override
    public int classes() {
        return reader.listing().classes().size();
    }

    @Override
    public int label(int index) {
        return reader.listing().files().get(index).label();
    }

    @Override
    public Tensor batch(int... indexes) {
        return batch(Crops.CENTRE, indexes);
    }

    @Override
    public Tensor batch(Crops crops, int... indexes) {
        if (indexes.length < 1) {
            throw new InvalidInputException("a batch of no pictures cannot be made");
        }
        List<CompletableFuture<Read>> reading = IntStream.of(indexes)
                .mapToObj(index -> reading(new Wanted(crops, Objects.checkIndex(index, count()))))
                .toList();
        int each = 3 * side() * side();
        byte[] shown = new byte[Math.multiplyExact(indexes.length, each)];
        for (int i = 0; i < indexes.length; i++) {
            accept(indexes[i], await(reading.get(i))).pixels().duplicate().get(shown, i * each, each);
        }
        return Tensor.create(shown, indexes.length, 3, side(), side());
    }

    private CompletableFuture<Read> reading(Wanted wanted) {
        CompletableFuture<Read> begun = due.get(wanted);
        begun = begun == null ? ahead.get(wanted) : begun;
        return begun == null ? begin(wanted) : begun;
    }

    private CompletableFuture<Read> begin(Wanted wanted) {
        return CompletableFuture.supplyAsync(() -> reader.read(wanted.crops(), wanted.index()), readers);
    }

    private static Read await(CompletableFuture<Read> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private Read accept(int index, Read read) {
        seen.set(index);
        if (read.shown() != index) {
            instead.put(index, read.shown());
        }
        read.broken().forEach((number, why) -> {
            if (!named.get(number)) {
                named.set(number);
                broken.accept(why);
            }
        });
        return read;
    }

    /** Of what was expected before, only the last is kept: the next batch is among it. */
    @Override
    public void expect(Crops crops, int... indexes) {
        due.values().forEach(unwanted -> unwanted.cancel(false));
        due = ahead;
        ahead = new HashMap<>();
        for (int index : indexes) {
            ahead.computeIfAbsent(new Wanted(crops, Objects.checkIndex(index, count())), this::begin);
        }
    }

    @Override
    public int shown(int index) {
        if (!seen.get(Objects.checkIndex(index, count()))) {
            accept(index, reader.read(Crops.CENTRE, index));
        }
        return instead.getOrDefault(index, index);
    }

    @Override
    public boolean cut() {
        return true;
    }

    @Override
    public Optional<String> identity() {
        return Optional.of("files at " + side() + " pixels " + reader.listing().identity());
    }

    @Override
    public Optional<List<String>> classNames() {
        return Optional.of(reader.listing().classes());
    }
}
