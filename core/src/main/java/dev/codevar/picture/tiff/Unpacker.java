package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the bytes of a strip or tile. What comes behind the bytes that are needed is not looked at. */
abstract class Unpacker implements AutoCloseable {
    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;

    private final FileBytes in;

    Unpacker(FileBytes in) {
        this.in = in;
    }

    /**
     * {@return what a file's number for its way of packing stands for, to be closed}
     *
     * @throws dev.codevar.fault.CodeVarException for ways that are not read
     */
    static Unpacker of(FileBytes in, long compression) {
        return switch ((int) compression) {
            case 1 -> new Plain(in);
            case LZW -> new LzwUnpacker(in);
            case DEFLATE, OLD_DEFLATE -> new Deflate(in);
            case 32773 -> new PackBits(in);
            default ->
                throw in.broken("a TIFF of an unsupported kind (compression " + compression
                        + "); uncompressed, LZW, Deflate and PackBits are read");
        };
    }

    /** {@return whether numbers may be packed as differences: where others say so, nobody minds} */
    static boolean predicts(long compression) {
        return compression == LZW || compression == DEFLATE || compression == OLD_DEFLATE;
    }

    @Override
    public void close() {}

    /**
     * {@return the first bytes that come out}
     *
     * @param from the first packed byte's place
     * @param length how many packed bytes there are
     * @param count how many must come out
     */
    final byte[] unpack(int from, int length, int count) {
        byte[] out = new byte[count];
        if (unpack(in.array(), from, from + length, out) < count) {
            throw in.broken("the tiff data end too early");
        }
        return out;
    }

    /** {@return how many bytes came out} */
    abstract int unpack(byte[] file, int from, int to, byte[] out);

    final RuntimeException broken(String what) {
        return in.broken("the tiff data are broken: " + what);
    }

    private static final class Plain extends Unpacker {
        Plain(FileBytes in) {
            super(in);
        }

        @Override
        int unpack(byte[] file, int from, int to, byte[] out) {
            int count = Math.min(out.length, to - from);
            System.arraycopy(file, from, out, 0, count);
            return count;
        }
    }

    /** A number says how many bytes follow as they are, or how often the next one comes. */
    private static final class PackBits extends Unpacker {
        PackBits(FileBytes in) {
            super(in);
        }

        @Override
        int unpack(byte[] file, int from, int to, byte[] out) {
            int at = from;
            int done = 0;
            while (done < out.length && at < to - 1) {
                int head = file[at++];
                int room = out.length - done;
                if (head >= 0) {
                    int count = Math.min(Math.min(head + 1, room), to - at);
                    System.arraycopy(file, at, out, done, count);
                    at += count;
                    done += count;
                } else if (head != -128) {
                    int end = done + Math.min(1 - head, room);
                    Arrays.fill(out, done, end, file[at++]);
                    done = end;
                }
            }
            return done;
        }
    }

    /** One for all parts: making one for each of millions would take longer than unpacking them. */
    private static final class Deflate extends Unpacker {
        private final Inflater inflater = new Inflater();

        Deflate(FileBytes in) {
            super(in);
        }

        @Override
        int unpack(byte[] file, int from, int to, byte[] out) {
            inflater.reset();
            try {
                inflater.setInput(file, from, to - from);
                int done = 0;
                int more;
                do {
                    more = inflater.inflate(out, done, out.length - done);
                    done += more;
                } while (more > 0 && done < out.length);
                return done;
            } catch (DataFormatException e) {
                throw broken("Deflate");
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
