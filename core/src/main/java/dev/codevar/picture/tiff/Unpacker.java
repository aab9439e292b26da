package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the bytes of a strip or tile. What comes behind the bytes that are needed is not looked at. */
abstract class Unpacker {
    private final FileBytes in;

    private Unpacker(FileBytes in) {
        this.in = in;
    }

    /**
     * {@return what a file's number for its way of packing stands for}
     *
     * @throws dev.codevar.fault.CodeVarException for ways that are not read
     */
    static Unpacker of(FileBytes in, long compression) {
        return switch ((int) compression) {
            case 1 -> new Plain(in);
            case 5 -> new Lzw(in);
            case 8, 32946 -> new Deflate(in);
            case 32773 -> new PackBits(in);
            default ->
                throw in.broken("a TIFF of an unsupported kind (compression " + compression
                        + "); uncompressed, LZW, Deflate and PackBits are read");
        };
    }

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

    private static final class Deflate extends Unpacker {
        Deflate(FileBytes in) {
            super(in);
        }

        @Override
        int unpack(byte[] file, int from, int to, byte[] out) {
            Inflater inflater = new Inflater();
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
            } finally {
                inflater.end();
            }
        }
    }

    /** Codes of 9 to 12 bits, the high ones first, each for bytes that came before and one more. */
    private static final class Lzw extends Unpacker {
        private static final int CLEAR = 256;
        private static final int END = 257;
        private static final int LEAST_BITS = 9;
        private static final int MOST_BITS = 12;

        /** Where in what came out a code's bytes lie, and how many they are. */
        private final int[] places = new int[1 << MOST_BITS];

        private final int[] lengths = new int[1 << MOST_BITS];

        Lzw(FileBytes in) {
            super(in);
        }

        @Override
        int unpack(byte[] file, int from, int to, byte[] out) {
            int at = from;
            int bits = 0;
            int held = 0;
            int codeBits = LEAST_BITS;
            int next = END + 1;
            int done = 0;
            int before = 0;
            while (done < out.length) {
                while (held < codeBits && at < to) {
                    bits = bits << 8 | (file[at++] & 0xff);
                    held += 8;
                }
                if (held < codeBits) {
                    return done;
                }
                held -= codeBits;
                int code = bits >>> held & ((1 << codeBits) - 1);
                if (code == END) {
                    return done;
                }
                if (code == CLEAR) {
                    codeBits = LEAST_BITS;
                    next = END + 1;
                    before = 0;
                    continue;
                }
                if (code > next || (code == next && before == 0)) {
                    throw broken("LZW");
                }
                if (before > 0 && next < places.length) {
                    // What came before and the first byte of what comes now lie one behind the other.
                    places[next] = done - before;
                    lengths[next] = before + 1;
                    next++;
                }
                before = put(code, out, done);
                done = Math.min(out.length, done + before);
                // One code earlier than there is need.
                codeBits = Math.min(MOST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(next + 1));
                codeBits = Math.max(LEAST_BITS, codeBits);
            }
            return done;
        }

        /** {@return how many bytes the code stands for} */
        private int put(int code, byte[] out, int to) {
            if (code < CLEAR) {
                out[to] = (byte) code;
                return 1;
            }
            int length = lengths[code];
            for (int i = 0; i < length && to + i < out.length; i++) {
                out[to + i] = out[places[code] + i];
            }
            return length;
        }
    }
}
