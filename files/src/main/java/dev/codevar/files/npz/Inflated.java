package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.OneLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** What a zip archive's deflated bytes say. */
final class Inflated extends InflaterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    Inflated(InputStream deflated) {
        super(deflated, new Inflater(true), BUFFER_BYTES);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (EOFException e) {
            throw new BrokenFileException("its compressed data end early", e);
        } catch (ZipException e) {
            throw new BrokenFileException("its compressed data are broken: " + OneLine.reason(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        inf.end();
    }
}
