package dev.codevar.cluster.format;

import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import java.io.IOException;
import java.io.OutputStream;

/** An npy file: pixels (n, side, side, 3) of 8 bits, or features (n, numbers) in float32. */
final class ArrayFormat implements PartFormat {
    @Override
    public boolean ofPngs() {
        return false;
    }

    @Override
    public Sink begin(OutputStream to, SampleRun run, int pictures) throws IOException {
        to.write(header(run, pictures).toBytes());
        return new Sink() {
            @Override
            public void add(Sampled picture, byte[] content) throws IOException {
                to.write(content);
            }

            @Override
            public void close() throws IOException {
                to.close();
            }
        };
    }

    /** {@return type and shape of the array of so many pictures} */
    static NpyHeader header(SampleRun run, int pictures) {
        Streamed streamed = run.streamed();
        return streamed == null
                ? NpyHeader.of(NpyType.UINT8, pictures, run.side(), run.side(), 3)
                : NpyHeader.of(NpyType.FLOAT32, pictures, streamed.layout().numbers());
    }
}
