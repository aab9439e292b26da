package dev.codevar.lab.sample;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.decode.ScaleReport;
import dev.codevar.fault.CodeVarException;
import dev.codevar.lab.journal.Blocks;
import dev.codevar.lab.journal.Records;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws a run, or a shard of it, or what is left of it. */
public final class Sampler {
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
    public Sampler(CoDe code, PictureText text, SampleProgress progress, Recorder recorder) {
        this.code = code;
        this.text = text;
        this.progress = progress;
        this.recorder = recorder;
    }

    /** Draws pictures that are kept. */
    public Sampler(CoDe code, PictureText text, SampleProgress progress) {
        this(code, text, progress, Recorder.PIXELS);
    }

    /** {@return the run that was begun in this folder, if one was} */
    public static Optional<SampleRun> recorded(Path folder) {
        return RunFolder.recorded(folder);
    }

    /** {@return the file beside {@code folder} that a run writes its array to} */
    public static Path npz(Path folder) {
        return RunFolder.npz(folder);
    }

    /** {@return the PNG file of the picture at {@code position} of a run that writes such files} */
    public static Path png(Path folder, SampleRun run, int position) {
        return RunFolder.png(folder, run, position);
    }

    /** {@return the file of rows that a run in this folder writes which keeps features} */
    public static Path features(Path folder) {
        return RunFolder.features(folder);
    }

    /** {@return whether the run, or shard, in this folder is finished} */
    public static boolean isFinished(Path folder) {
        return RunFolder.complete(folder);
    }

    /**
     * Begins a run, or goes on with it.
     *
     * @param folder new, empty, or where this run was begun
     * @throws dev.codevar.fault.InvalidInputException if another run was begun there
     * @throws CodeVarException if pictures cannot be drawn as the run asks, or not written: what is finished stays
     */
    public SampleResult run(SampleRun asked, Path folder) {
        if (asked.blocks().count() > 0 && !RunFolder.complete(folder)) {
            // A folder is only begun for what can be drawn.
            code.admit(block(code, asked, asked.order(), 0), new Fixed());
        }
        try (RunFolder opened = RunFolder.open(folder, asked)) {
            SampleRun run = opened.run();
            Blocks blocks = run.blocks();
            int pictures = blocks.recordsIn(blocks.count());
            Optional<Path> npz = run.makesNpz() ? Optional.of(RunFolder.npz(folder)) : Optional.empty();
            boolean complete = RunFolder.complete(folder);
            int drawn = 0;
            double seconds = 0;
            if (!complete) {
                try (Records records = opened.records()) {
                    int finished = finished(run, records, opened.journal().checksums(blocks));
                    opened.journal().keepFirst(finished);
                    records.keepFirst(finished);
                    drawn = pictures - blocks.recordsIn(finished);
                    long start = System.nanoTime();
                    draw(opened, folder, records, finished);
                    seconds = (System.nanoTime() - start) * 1e-9;
                }
                if (run.makesNpz()) {
                    opened.finishNpz();
                }
                opened.markComplete();
            }
            return new SampleResult(run, folder, npz, pictures, drawn, seconds, complete);
        }
    }

    /** {@return how many blocks are finished, and are what the journal says} */
    private int finished(SampleRun run, Records records, List<Long> checksums) {
        Blocks blocks = run.blocks();
        int own = 0;
        while (own < checksums.size() && records.read(own, rgb -> {}) == checksums.get(own)) {
            own++;
            progress.at("checking", blocks.recordsIn(own), blocks.recordsIn(checksums.size()));
        }
        return own;
    }

    private void draw(RunFolder opened, Path folder, Records records, int finished) {
        SampleRun run = opened.run();
        Blocks blocks = run.blocks();
        SampleOrder order = run.order();
        try (BlockWriter writer = new BlockWriter(opened, folder, records, text, order)) {
            if (run.keepsPngs()) {
                writeMissing(folder, run, records, finished, writer);
            }
            progress.at("drawing", blocks.recordsIn(finished), blocks.recordsIn(blocks.count()));
            for (int own = finished; own < blocks.count(); own++) {
                List<Picture> drawn = draw(run, order, own);
                writer.add(own, drawn, recorder.records(drawn));
            }
        }
    }

    /** A file that is not there although its block is finished was lost with the power, or deleted. */
    private static void writeMissing(Path folder, SampleRun run, Records records, int finished, BlockWriter writer) {
        Blocks blocks = run.blocks();
        for (int own = 0; own < finished; own++) {
            List<Integer> missing = new ArrayList<>();
            int first = blocks.first(own);
            for (int position = first; position < first + blocks.length(own); position++) {
                if (!Files.exists(RunFolder.png(folder, run, position))) {
                    missing.add(position);
                }
            }
            if (!missing.isEmpty()) {
                int[] position = {first};
                records.read(own, rgb -> {
                    if (missing.contains(position[0])) {
                        writer.writePng(position[0], new Picture(run.side(), run.side(), rgb));
                    }
                    position[0]++;
                });
            }
        }
    }

    private List<Picture> draw(SampleRun run, SampleOrder order, int own) {
        Blocks blocks = run.blocks();
        Request request = block(code, run, order, own);
        int before = blocks.recordsIn(own);
        int total = blocks.recordsIn(blocks.count());
        int scales = code.pyramid(request.plan()).scales();
        GenerationObserver observer = new Fixed() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                long drawn = (long) request.items().size() * (report.scale() + 1) / scales;
                progress.at("drawing", before + drawn, total);
            }
        };
        return code.generate(request, observer).pictures().stream()
                .map(Generated::picture)
                .toList();
    }

    /** {@return what is asked for to draw a block} */
    private static Request block(CoDe code, SampleRun run, SampleOrder order, int own) {
        Blocks blocks = run.blocks();
        int first = blocks.first(own);
        List<Request.Item> items = new ArrayList<>();
        for (int position = first; position < first + blocks.length(own); position++) {
            SampleOrder.Entry entry = order.at(position);
            items.add(new Request.Item(entry.label(), entry.seed(), run.sampling(), Optional.empty()));
        }
        PlanSpec plan = PlanSpec.parse(run.plan(), code.models().description());
        return new Request(plan, items, RandomMode.PER_PICTURE, false, items.size());
    }

    /** Other shapes could mean other bytes: what does not fit is not drawn in smaller parts. */
    private static class Fixed implements GenerationObserver {
        @Override
        public void batchReduced(int asked, int batch, String why) {
            throw new CodeVarException("blocks of " + asked + " pictures do not fit into memory, only of " + batch
                    + ": free some, or begin a run with a smaller --batch (" + why + ")");
        }
    }
}
