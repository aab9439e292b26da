package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.BoundedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The entries of the zip archive that {@code torch.save} writes: where each one's plain bytes lie in the file. */
final class ZipDirectory {
    /** A checkpoint of a thousand tensors needs about 0.2 MiB. */
    private static final long MAX_DIRECTORY_BYTES = 8L << 20;

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_BYTES = 30;

    private final Map<String, Region> entries;

    private ZipDirectory(Map<String, Region> entries) {
        this.entries = entries;
    }

    /**
     * Reads and checks every entry's place.
     *
     * @param channel the whole file
     * @return its entries, all under one root folder
     * @throws CodeVarException if it is not an archive as torch.save writes it
     */
    static ZipDirectory read(SeekableByteChannel channel) throws IOException {
        Map<String, Region> entries = new HashMap<>();
        String root = "";
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new BoundedChannel(channel, MAX_DIRECTORY_BYTES))
                .setUseUnicodeExtraFields(false)
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName();
                int slash = name.indexOf('/') + 1;
                if (slash < 2) {
                    throw new BrokenFileException("zip entry " + OneLine.quote(name) + " lies outside a root folder");
                } else if (root.isEmpty()) {
                    root = name.substring(0, slash);
                } else if (!name.startsWith(root)) {
                    throw new BrokenFileException("several root folders, " + OneLine.quote(root) + " and "
                            + OneLine.quote(name.substring(0, slash)) + ": not one checkpoint");
                }
                if (entries.put(name.substring(slash), locate(channel, entry)) != null) {
                    throw new BrokenFileException("zip entry " + OneLine.quote(name) + " is there twice");
                }
            }
        }
        return new ZipDirectory(entries);
    }

    /**
     * Looks up an entry.
     *
     * @param name its name without the root folder, such as {@code data/0}
     * @return where its bytes lie, or null if there is no such entry
     */
    @Nullable
    Region find(String name) {
        return entries.get(name);
    }

    private static Region locate(SeekableByteChannel channel, ZipArchiveEntry entry) throws IOException {
        String name = OneLine.quote(entry.getName());
        if (entry.getMethod() != ZipArchiveEntry.STORED
                || entry.getGeneralPurposeBit().usesEncryption()
                || entry.getCompressedSize() != entry.getSize()) {
            throw new BrokenFileException(
                    "zip entry " + name + " is compressed or encrypted; torch.save stores entries as they are");
        }
        Region region = new Region(entry.getDataOffset(), entry.getSize());
        if (!region.within(channel.size()) || !announced(channel, entry)) {
            throw new BrokenFileException("zip entry " + name + " is not where the zip directory says");
        }
        return region;
    }

    /** Whether the local header in front of the data names the same entry: the directory at the end may lie. */
    private static boolean announced(SeekableByteChannel channel, ZipArchiveEntry entry) throws IOException {
        byte[] name = entry.getRawName();
        Region header = new Region(entry.getLocalHeaderOffset(), LOCAL_HEADER_BYTES + name.length);
        if (!header.within(channel.size()) || header.position() + header.size() > entry.getDataOffset()) {
            return false;
        }
        ByteBuffer bytes = header.read(channel).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getInt(0) == LOCAL_HEADER
                && bytes.position(LOCAL_HEADER_BYTES).equals(ByteBuffer.wrap(name));
    }
}
