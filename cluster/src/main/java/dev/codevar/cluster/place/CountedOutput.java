package dev.codevar.cluster.place;

import dev.codevar.file.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Hashes and counts what is written. */
public final class CountedOutput extends FilterOutputStream {
    private final Sha256 sha256 = new Sha256();
    private long count;

    public CountedOutput(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sha256.add(ByteBuffer.wrap(bytes, offset, length));
        count += length;
    }

    /** {@return how many bytes were written} */
    public long count() {
        return count;
    }

    /** {@return the SHA-256 of what was written; asked once} */
    public String sha256() {
        return sha256.hex();
    }
}
