package dev.codevar.cluster.draw;

import dev.codevar.cluster.format.PartFormat;
import dev.codevar.cluster.format.Sampled;
import dev.codevar.cluster.place.CountedOutput;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.files.journal.Blocks;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.parts.AcceptedPart;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Draws blocks and writes them as one part.
 *
 * @param job what is drawn
 * @param machine draws
 * @param out where to
 * @param wanted asked before every block, and before the part counts; throws where nobody needs the part any more
 */
record PartWork(PartsJob job, DrawingMachine machine, OutputFolder out, Runnable wanted) {

    /**
     * Draws a range. What a failure leaves is a file that nobody counts.
     *
     * @param host where this is, for the answer
     * @param executor which executor this is, for the answer
     */
    TaskAnswer draw(BlockRange range, String host, String executor) {
        long begin = System.nanoTime();
        long drawing = 0;
        Blocks blocks = job.run().blocks();
        int pictures = IntStream.range(range.first(), range.first() + range.count())
                .map(blocks::length)
                .sum();
        String name = name(range);
        String file = PartFolder.PARTS + "/" + name;
        PartFormat format = PartFormat.of(job.kind());
        List<Long> checksums = new ArrayList<>();
        try (CountedOutput counted = new CountedOutput(out.create(file))) {
            try (PartFormat.Sink sink = format.begin(counted, job.run(), pictures)) {
                for (int block = range.first(); block < range.first() + range.count(); block++) {
                    wanted.run();
                    long before = System.nanoTime();
                    DrawingMachine.Block drawn = machine.draw(block);
                    drawing += System.nanoTime() - before;
                    checksums.add(checksum(drawn.records()));
                    add(block, drawn, format.ofPngs(), sink);
                }
            }
            wanted.run();
            Part part = new Part(range.first(), checksums, name, counted.count(), counted.sha256());
            return new TaskAnswer(
                    new AcceptedPart(part, machine.maker(), executor + " on " + host),
                    null,
                    host,
                    executor,
                    pictures,
                    drawing * 1e-9,
                    (System.nanoTime() - begin) * 1e-9);
        } catch (IOException e) {
            throw out.cannotWrite(file, e);
        }
    }

    private String name(BlockRange range) {
        return String.format(
                Locale.ROOT,
                "%06d-%s.%s",
                range.first(),
                UUID.randomUUID(),
                job.kind().suffix());
    }

    private static long checksum(List<byte[]> records) {
        CRC32 checksum = new CRC32();
        records.forEach(checksum::update);
        return checksum.getValue();
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
