package dev.codevar.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Files as an object store keeps them: each appears when it was written to its end, and none is renamed or appended to. */
public final class PlainStore extends RawLocalFileSystem {
    /** How many more parts fit; then the store is full. */
    static final AtomicInteger ROOM = new AtomicInteger(Integer.MAX_VALUE);

    /** How often a file was opened to be read. */
    static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
        OPENED.incrementAndGet();
        return super.open(file, buffer);
    }

    @Override
    public String getScheme() {
        return "plain";
    }

    @Override
    public URI getUri() {
        return URI.create("plain:///");
    }

    @Override
    public FSDataOutputStream create(
            Path file, boolean overwrite, int buffer, short copies, long block, Progressable to) {
        return new FSDataOutputStream(new Whole(file), null);
    }

    @Override
    public FSDataOutputStream create(
            Path file, FsPermission right, boolean overwrite, int buffer, short copies, long block, Progressable to) {
        return new FSDataOutputStream(new Whole(file), null);
    }

    private final class Whole extends OutputStream {
        private final Path file;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean closed;

        Whole(Path file) {
            this.file = file;
        }

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes.write(some, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            if (file.toString().contains("/data/") && ROOM.getAndDecrement() <= 0) {
                throw new IOException("No space left on device");
            }
            try (OutputStream to = PlainStore.super.create(file, true, 4096, (short) 1, 1 << 20, null)) {
                bytes.writeTo(to);
            }
        }
    }

    @Override
    public FSDataOutputStream append(Path file, int buffer, Progressable to) {
        throw new UnsupportedOperationException("this store cannot append");
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException("this store cannot rename");
    }
}
