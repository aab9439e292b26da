package dev.codevar.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .pth} files for tests, byte for byte the container that {@code torch.save} writes. */
public final class PthFiles {

    private PthFiles() {}

    /**
     * A tensor as a view into a storage.
     *
     * @param key the storage's key; views of one key share its bytes
     * @param type of the elements
     * @param storage the storage's bytes, little-endian
     * @param offset first element
     * @param shape sizes
     * @param strides elements from one index to the next
     */
    public record View(
            String key, StoredType type, ByteBuffer storage, long offset, List<Long> shape, List<Long> strides) {

        /** {@return how many elements the storage holds} */
        public long storageElements() {
            return storage.capacity() / type.byteSize();
        }

        /** {@return the same storage seen otherwise} */
        public View as(long newOffset, List<Long> newShape, List<Long> newStrides) {
            return new View(key, type, storage, newOffset, newShape, newStrides);
        }
    }

    /** {@return a contiguous tensor that fills its storage} */
    public static View view(String key, StoredType type, ByteBuffer storage, Long... shape) {
        Long[] strides = new Long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return new View(key, type, storage, 0, List.of(shape), List.of(strides));
    }

    /** {@return a float32 tensor of one dimension} */
    public static View floats(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return view(key, StoredType.FLOAT32, bytes, (long) values.length);
    }

    /** {@return an int64 tensor of one dimension} */
    public static View longs(String key, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return view(key, StoredType.INT64, bytes, (long) values.length);
    }

    /** {@return the pickle of a state_dict} */
    public static byte[] pickle(Map<String, View> tensors) {
        return Pickles.protocol2().state(tensors).ops(".").bytes();
    }

    /** {@return a whole file} */
    public static byte[] bytes(Map<String, View> tensors) {
        return bytes(pickle(tensors), tensors.values());
    }

    /** {@return a whole file of any pickle} */
    public static byte[] bytes(byte[] pickle, Collection<View> views) {
        Map<String, byte[]> entries = entries(pickle);
        views.forEach(
                view -> entries.put("archive/data/" + view.key(), view.storage().array()));
        return zip(entries);
    }

    /** {@return what every file has besides its storages; may be added to} */
    public static Map<String, byte[]> entries(byte[] pickle) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/byteorder", ascii("little"));
        entries.put("archive/version", ascii("3\n"));
        entries.put("archive/.data/serialization_id", ascii("0"));
        return entries;
    }

    /** Writes a whole file. */
    public static Path write(Path file, Map<String, View> tensors) {
        return write(file, bytes(tensors));
    }

    /** Writes bytes as they are. */
    public static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return an archive of entries stored as they are, their data at multiples of 64 bytes, as torch aligns them} */
    public static byte[] zip(Map<String, byte[]> entries) {
        return zip(entries, 0);
    }

    /** {@return an archive of entries whose data lie {@code shift} bytes behind multiples of 64} */
    public static byte[] zip(Map<String, byte[]> entries, int shift) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                int header = 30 + content.getKey().getBytes(StandardCharsets.UTF_8).length + 4;
                int padding = Math.floorMod(shift - bytes.size() - header, 64);
                entry.setExtra(ByteBuffer.allocate(4 + padding)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 'F')
                        .put((byte) 'B')
                        .putShort((short) padding)
                        .array());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** {@return the bytes of an ASCII text} */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
