package dev.codevar.lab.journal;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which blocks are finished: a line for each, in order, with its number and the CRC-32 of its records, added after these
 * were safe. Lines are equally long, and the first that is not as it should be ends the list. While a journal is open, nobody
 * else can open it.
 */
public final class Journal implements AutoCloseable {
    private static final int LINE_BYTES = 20;
    private static final Pattern LINE = Pattern.compile("(\\d{10}) ([0-9a-f]{8})\n");
    private static final int HEX = 16;

    private final Path file;
    private final FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the journal, empty if it is not there. */
    public static Journal open(Path file) {
        return new Journal(file, SoleUse.open(file));
    }

    /**
     * Reads a journal that this process has not open: reading it so would give the journal up to others.
     *
     * @return the checksums of the finished blocks, in order; everything from the first illegal line on is no line
     */
    public static List<Long> read(Path file, Blocks blocks) {
        try {
            return checksums(Files.readString(file, StandardCharsets.ISO_8859_1), blocks);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** {@return the checksums of the finished blocks, as {@link #read} gives them} */
    public List<Long> checksums(Blocks blocks) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
            return checksums(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1), blocks);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CodeVarException unreadable(Path file, IOException e) {
        return new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
    }

    private static List<Long> checksums(String text, Blocks blocks) {
        List<Long> checksums = new ArrayList<>();
        for (int at = 0; at + LINE_BYTES <= text.length() && checksums.size() < blocks.count(); at += LINE_BYTES) {
            Matcher line = LINE.matcher(text.substring(at, at + LINE_BYTES));
            if (!line.matches() || Long.parseLong(line.group(1)) != blocks.block(checksums.size())) {
                break;
            }
            checksums.add(Long.parseLong(line.group(2), HEX));
        }
        return checksums;
    }

    /** Forgets all but the first {@code lines} blocks; the next is added behind them. */
    public void keepFirst(int lines) {
        try {
            channel.truncate((long) lines * LINE_BYTES);
            channel.position((long) lines * LINE_BYTES);
            channel.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Adds a finished block: it stays finished whatever happens from here on. */
    public void add(int block, long checksum) {
        write(block, checksum);
        force();
    }

    /** Adds a finished block that may be forgotten until {@link #force}. */
    public void write(int block, long checksum) {
        ByteBuffer line = ByteBuffer.wrap(
                String.format(Locale.ROOT, "%010d %08x\n", block, checksum).getBytes(StandardCharsets.US_ASCII));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Waits until everything is on the disk. */
    public void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CodeVarException failed(IOException e) {
        return new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
