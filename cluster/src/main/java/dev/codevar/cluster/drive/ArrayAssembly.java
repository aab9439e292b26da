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
import dev.codevar.sampling.run.Streamed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Makes one array of all parts': an npz file of pixels, the same to the byte as {@code codevar sample} makes it, or an npy file of
 * features. The bytes pass through the driver once, and through its memory in small pieces.
 *
 * @param out where parts are, and the file will be
 * @param run the run
 */
record ArrayAssembly(OutputFolder out, SampleRun run) {
    private static final int PIECE = 1 << 20;

    /** {@return the array of all pictures of a run whose parts are arrays} */
    PartManifest.WholeArray of(List<Part> parts, SampleProgress progress) {
        Streamed streamed = run.streamed();
        if (streamed != null) {
            NpyHeader header =
                    NpyHeader.of(NpyType.FLOAT32, run.total(), streamed.layout().numbers());
            return write(PartFolder.FEATURES, header.toBytes(), parts, new byte[0], progress);
        }
        NpzFrame frame = new NpzFrame("arr_0", NpyHeader.of(NpyType.UINT8, run.total(), run.side(), run.side(), 3));
        long crc = joined(parts);
        return write(PartFolder.ARRAY, frame.front(crc), parts, frame.end(crc), progress);
    }

    private PartManifest.WholeArray write(
            String name, byte[] front, List<Part> parts, byte[] end, SampleProgress progress) {
        try (CountedOutput to = new CountedOutput(out.create(name))) {
            to.write(front);
            int done = 0;
            for (Part part : parts) {
                done += copy(part, to);
                progress.at("collecting", done, run.total());
            }
            to.write(end);
            to.close();
            return new PartManifest.WholeArray(name, to.count(), to.sha256());
        } catch (IOException e) {
            throw out.cannotWrite(name, e);
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
