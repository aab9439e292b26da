package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where an npz's zip directory lies, as the archive's end says, in 64 bits or less.
 *
 * @param offset its first byte in the file
 * @param size its bytes
 * @param count how many entries it has
 * @param end where the end of the archive begins, which is to be just behind it
 */
record NpzDirectory(long offset, long size, long count, long end) {

    /**
     * Reads the archive's end.
     *
     * @throws BrokenFileException if the file does not begin and end as a zip archive does
     */
    static NpzDirectory find(FileChannel channel) throws IOException {
        long fileSize = channel.size();
        long endOffset = fileSize - ZipRecords.END_BYTES;
        int begin = fileSize < Integer.BYTES ? 0 : word(channel, 0);
        if (begin != ZipRecords.LOCAL && begin != ZipRecords.END) {
            throw new BrokenFileException("it is no npz: it does not begin as a zip archive does");
        }
        if (endOffset < 0 || word(channel, endOffset) != ZipRecords.END) {
            throw new BrokenFileException("it does not end as an npz does; it may be cut short");
        }
        long locatorOffset = endOffset - ZipRecords.LOCATOR_64_BYTES;
        long end64Offset = locatorOffset - ZipRecords.END_64_BYTES;
        if (end64Offset >= 0
                && word(channel, locatorOffset) == ZipRecords.LOCATOR_64
                && word(channel, end64Offset) == ZipRecords.END_64) {
            ByteBuffer end = RegionStream.bytes(channel, end64Offset, ZipRecords.END_64_BYTES)
                    .position(32);
            long count = end.getLong();
            long size = end.getLong();
            return new NpzDirectory(end.getLong(), size, count, end64Offset);
        }
        ByteBuffer end =
                RegionStream.bytes(channel, endOffset, ZipRecords.END_BYTES).position(10);
        int count = Short.toUnsignedInt(end.getShort());
        long size = Integer.toUnsignedLong(end.getInt());
        return new NpzDirectory(Integer.toUnsignedLong(end.getInt()), size, count, endOffset);
    }

    private static int word(FileChannel channel, long position) throws IOException {
        return RegionStream.bytes(channel, position, Integer.BYTES).getInt();
    }
}
