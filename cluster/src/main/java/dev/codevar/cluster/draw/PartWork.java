package dev.codevar.cluster.draw;

import dev.codevar.cluster.format.PartFormat;
import dev.codevar.cluster.format.Sampled;
import dev.codevar.cluster.place.CountedOutput;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.task.Attempt;
import dev.codevar.cluster.task.BlockRange;
import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.MadePart;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.parts.AcceptedPart;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Draws blocks and writes them as one part.
 *
 * @param job what is drawn
 * @param machine draws
 * @param out where to
 * @param here asked before every block, and before the part counts, whether anybody needs the part any more
 */
record PartWork(PartsJob job, DrawingMachine machine, OutputFolder out, ClusterTask.Here here) {

    /** Draws a range. */
    MadePart draw(BlockRange range) {
        int pictures = range.records(job.run().blocks());
        AtomicLong drawing = new AtomicLong();
        Part part = new Attempt(out, range, job.kind().suffix()).write(to -> write(range, pictures, to, drawing));
        here.requireWanted();
        return new MadePart(new AcceptedPart(part, machine.maker(), here.by()), pictures, drawing.get() * 1e-9);
    }

    private List<Long> write(BlockRange range, int pictures, CountedOutput to, AtomicLong drawing) throws IOException {
        PartFormat format = PartFormat.of(job.kind());
        List<Long> checksums = new ArrayList<>();
        try (PartFormat.Sink sink = format.begin(to, job.run(), pictures)) {
            for (int block = range.first(); block < range.end(); block++) {
                here.requireWanted();
                long before = System.nanoTime();
                DrawingMachine.Block drawn = machine.draw(block);
                drawing.addAndGet(System.nanoTime() - before);
                checksums.add(Attempt.checksum(drawn.records()));
                add(block, drawn, format.ofPngs(), sink);
            }
        }
        return checksums;
    }

    private void add(int block, DrawingMachine.Block drawn, boolean pngs, PartFormat.Sink sink) throws IOException {
        int first = job.run().blocks().first(block);
        SampleOrder order = job.run().order();
        PictureText text = machine.text();
        List<byte[]> contents = pngs
                ? IntStream.range(0, drawn.pictures().size())
                        .parallel()
                        .mapToObj(
                                i -> PictureFiles.png(drawn.pictures().get(i), text.of(first + i, order.at(first + i))))
                        .toList()
                : drawn.records();
        for (int i = 0; i < contents.size(); i++) {
            sink.add(new Sampled(first + i, order.at(first + i)), contents.get(i));
        }
    }
}
