package dev.codevar.sampling;

import dev.codevar.CoDe;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Records;
import dev.codevar.picture.Picture;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Draws a run, or a shard of it, or what is left of it. */
public final class RunSampler {
    private final CoDe code;
    private final PictureText text;
    private final SampleProgress progress;
    private final Recorder recorder;

    /**
     * @param code the models
     * @param text what PNG files say
     * @param progress told how far it is
     * @param recorder makes what is kept; of pictures that are streamed it is what {@link SampleRun#streamed} says
     */
    public RunSampler(CoDe code, PictureText text, SampleProgress progress, Recorder recorder) {
        this.code = code;
        this.text = text;
        this.progress = progress;
        this.recorder = recorder;
    }

    /** Draws pictures that are kept. */
    public RunSampler(CoDe code, PictureText text, SampleProgress progress) {
        this(code, text, progress, Recorder.PIXELS);
    }

    /** {@return the run that was begun in this folder, if one was} */
    public static Optional<SampleRun> recorded(Path folder) {
        return new RunFiles(folder).recorded();
    }

    /** {@return the file beside {@code folder} that a run writes its array to} */
    public static Path npz(Path folder) {
        return new RunFiles(folder).npz();
    }

    /** {@return the PNG file of the picture at {@code position} of a run that writes such files} */
    public static Path png(Path folder, SampleRun run, int position) {
        return new RunFiles(folder).png(run, position);
    }

    /** {@return the file of rows that a run in this folder writes which keeps features} */
    public static Path features(Path folder) {
        return new RunFiles(folder).features();
    }

    /** {@return all that drew pictures of the run in this folder beside the models, in the order in which they came} */
    public static List<Maker> makers(Path folder) {
        return recorded(folder).map(run -> Makers.of(folder, run).all()).orElse(List.of());
    }

    /** {@return whether the run, or shard, in this folder is finished} */
    public static boolean isFinished(Path folder) {
        return new RunFiles(folder).isComplete();
    }

    /**
     * Looks whether a run can be drawn.
     *
     * @throws dev.codevar.fault.InvalidInputException if it asks for what these models cannot do
     * @throws CodeVarException if its blocks do not fit into memory
     */
    public void admit(SampleRun asked) {
        new BlockDrawer(code, asked).admit();
    }

    /**
     * Begins a run, or goes on with it.
     *
     * @param folder new, empty, or where this run was begun
     * @throws dev.codevar.fault.InvalidInputException if another run was begun there
     * @throws CodeVarException if pictures cannot be drawn as the run asks, or not written: what is finished stays
     */
    public SampleResult run(SampleRun asked, Path folder) {
        if (!isFinished(folder)) {
            // A folder is only begun for what can be drawn.
            admit(asked);
        }
        try (RunFolder opened = RunFolder.open(folder, asked)) {
            SampleRun run = opened.run();
            Blocks blocks = run.blocks();
            int pictures = blocks.recordsIn(blocks.count());
            Optional<Path> npz = run.makesNpz() ? Optional.of(npz(folder)) : Optional.empty();
            boolean complete = isFinished(folder);
            Upkeep upkeep = new Upkeep(opened, progress);
            if (complete && !upkeep.isWhole()) {
                opened.markIncomplete();
                complete = false;
            }
            Makers makers = opened.makers();
            int drawn = 0;
            double seconds = 0;
            if (!complete) {
                makers = makers.with(asked.maker(), folder);
                try (Records records = opened.records()) {
                    int finished = opened.journal().checksums(blocks).size();
                    opened.journal().keepFirst(finished);
                    records.keepFirst(finished);
                    long start = System.nanoTime();
                    drawn = draw(opened, records, finished, upkeep);
                    seconds = (System.nanoTime() - start) * 1e-9;
                }
                if (run.makesNpz()) {
                    opened.finishNpz();
                }
                opened.markComplete();
            }
            return new SampleResult(
                    run, folder, npz, pictures, drawn, upkeep.restored(), seconds, complete, makers.all());
        }
    }

    /**
     * Draws what is missing.
     *
     * @param finished how many blocks the journal vouches for
     * @return how many pictures were drawn
     */
    private int draw(RunFolder opened, Records records, int finished, Upkeep upkeep) {
        SampleRun run = opened.run();
        Blocks blocks = run.blocks();
        SampleOrder order = run.order();
        try (BlockWriter writer = new BlockWriter(opened, records, text, order, finished)) {
            List<Integer> missing = new ArrayList<>(upkeep.restore(records, writer));
            IntStream.range(finished, blocks.count()).forEach(missing::add);
            int total = missing.stream().mapToInt(blocks::length).sum();
            int all = blocks.recordsIn(blocks.count());
            int drawn = all - total;
            progress.at("drawing", drawn, all);
            BlockDrawer drawer = new BlockDrawer(code, run);
            for (int own : missing) {
                int before = drawn;
                List<Picture> pictures = drawer.draw(own, done -> progress.at("drawing", before + done, all));
                writer.add(own, pictures, recorder.records(pictures));
                drawn += pictures.size();
            }
            return total;
        }
    }
}
