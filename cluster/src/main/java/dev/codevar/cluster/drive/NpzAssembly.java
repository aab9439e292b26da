package dev.codevar.cluster.drive;

import dev.codevar.cluster.place.CountedOutput;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.npz.Crc32;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzFrame;
import dev.codevar.sampling.SampleProgress;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Makes one npz file of all parts' pixels, the same to the byte as {@code codevar sample} makes it. The bytes pass through the driver
 * once, and through its memory in small pieces.
 *
 * @param out where parts are, and the file will be
 * @param run the run
 */
record NpzAssembly(OutputFolder out, SampleRun run) {
    private static final int PIECE = 1 << 20;

    PartManifest.WholeArray of(List<Part> parts, SampleProgress progress) {
        NpzFrame frame = new NpzFrame("arr_0", NpyHeader.of(NpyType.UINT8, run.total(), run.side(), run.side(), 3));
        long crc = joined(parts);
        try (CountedOutput npz = new CountedOutput(out.create(PartFolder.ARRAY))) {
            npz.write(frame.front(crc));
            int done = 0;
            for (Part part : parts) {
                done += copy(part, npz);
                progress.at("collecting", done, run.total());
            }
            npz.write(frame.end(crc));
            npz.flush();
            npz.close();
            return new PartManifest.WholeArray(PartFolder.ARRAY, npz.count(), npz.sha256());
        } catch (IOException e) {
            throw out.cannotWrite(PartFolder.ARRAY, e);
        }
    }

    private long joined(List<Part> parts) {
        Blocks blocks = run.blocks();
        long all = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.blocks(); i++) {
                long length = (long) blocks.length(part.first() + i) * run.recordBytes();
                all = Crc32.join(all, part.checksums().get(i), length);
            }
        }
        return all;
    }

    /** {@return how many pictures were copied, each block as its checksum says} */
    private int copy(Part part, OutputStream to) throws IOException {
        Blocks blocks = run.blocks();
        String name = PartFolder.PARTS + "/" + part.file();
        long pixels = 0;
        for (int i = 0; i < part.blocks(); i++) {
            pixels += (long) blocks.length(part.first() + i) * run.recordBytes();
        }
        try (InputStream in = out.open(name)) {
            in.skipNBytes(part.bytes() - pixels);
            for (int i = 0; i < part.blocks(); i++) {
                long length = (long) blocks.length(part.first() + i) * run.recordBytes();
                if (copy(in, length, to) != part.checksums().get(i)) {
                    throw new BrokenFileException(
                            out.address(name) + " is damaged: delete it, and start again to have it drawn anew");
                }
            }
        }
        return (int) (pixels / run.recordBytes());
    }

    private static long copy(InputStream in, long length, OutputStream to) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
        byte[] piece = new byte[PIECE];
        long left = length;
        while (left > 0) {
            int read = checked.read(piece, 0, (int) Math.min(PIECE, left));
            if (read < 0) {
                return -1;
            }
            to.write(piece, 0, read);
            left -= read;
        }
        return checked.getChecksum().getValue();
    }
}
