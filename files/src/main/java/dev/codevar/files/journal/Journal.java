package dev.codevar.files.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private final GrowingFile lines;

    private Journal(GrowingFile lines) {
        this.lines = lines;
    }

    /** Opens the journal, empty if it is not there. */
    public static Journal open(Path file) {
        return new Journal(GrowingFile.openAlone(file));
    }

    /** {@return the journal, empty if it is not there; nothing if another process has it open} */
    public static Optional<Journal> tryOpen(Path file) {
        return GrowingFile.tryOpenAlone(file).map(Journal::new);
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
            throw GrowingFile.failed("read", file, e);
        }
    }

    /** {@return the checksums of the finished blocks, as {@link #read} gives them} */
    public List<Long> checksums(Blocks blocks) {
        return checksums(new String(lines.bytes(), StandardCharsets.ISO_8859_1), blocks);
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

    /** Forgets all but the first {@code count} blocks; the next is added behind them. */
    public void keepFirst(int count) {
        lines.keepFirst((long) count * LINE_BYTES);
        lines.force();
    }

    /** Adds a finished block: it stays finished whatever happens from here on. */
    public void add(int block, long checksum) {
        write(block, checksum);
        force();
    }

    /** Adds a finished block that may be forgotten until {@link #force}. */
    public void write(int block, long checksum) {
        lines.add(line(block, checksum));
    }

    /**
     * Says of a block that is finished already that it was made again: after this it is finished as it is now.
     *
     * @param own the how manieth line it has, from 0
     */
    public void replace(int own, int block, long checksum) {
        lines.replace((long) own * LINE_BYTES, line(block, checksum));
        force();
    }

    private static byte[] line(int block, long checksum) {
        return String.format(Locale.ROOT, "%010d %08x\n", block, checksum).getBytes(StandardCharsets.US_ASCII);
    }

    /** Waits until everything is on the disk. */
    public void force() {
        lines.force();
    }

    @Override
    public void close() {
        lines.close();
    }
}
