package dev.codevar.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.tensor.Libtorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Writes safetensors files. The header lists the tensors in the order given; the data lie widest type first, which aligns
 * every tensor for its type without holes.
 */
public final class Safetensors {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long CHUNK_BYTES = 1L << 28;

    private Safetensors() {}

    /**
     * Writes a file that appears under its name only when it is complete and on the disk.
     *
     * @param file what to write; replaced if it exists
     * @param tensors any device, any strides, types of {@link StoredType}; not changed
     * @param metadata what the file says about itself; may be empty
     * @throws CodeVarException in one line that names the file, if a tensor cannot be stored or writing fails; the old file,
     *     if any, is then untouched
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        write(file, new Given(tensors), metadata);
    }

    /**
     * As {@link #write(Path, Map, Map)}, but loads the tensors one by one, each as the type that the source says it has, so
     * that one of them is in memory at a time.
     *
     * @param file what to write; replaced if it exists
     * @param tensors all of them are written
     * @param metadata what the file says about itself; may be empty
     * @throws CodeVarException in one line that names the file, if a tensor cannot be loaded or writing fails; the old file,
     *     if any, is then untouched
     */
    public static void write(Path file, TensorSource tensors, Map<String, String> metadata) {
        WholeFile.requireReplaceable(file);
        Path unfinished = FolderFiles.unfinishedBeside(file);
        try {
            Libtorch.load();
            try {
                writeAll(unfinished, tensors, metadata);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException | RuntimeException e) {
            throw new CodeVarException("cannot write " + file + ": " + OneLine.reason(e), e);
        }
    }

    private static void writeAll(Path file, TensorSource tensors, Map<String, String> metadata) throws IOException {
        Map<String, TensorInfo> infos = tensors.tensors();
        if (infos.containsKey(SafetensorsHeader.METADATA)) {
            throw new CodeVarException("a tensor cannot be named " + OneLine.quote(SafetensorsHeader.METADATA));
        }
        List<TensorInfo> byWidth = new ArrayList<>(infos.values());
        byWidth.sort(Comparator.comparingInt((TensorInfo info) -> -info.type().byteSize()));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writeFully(channel, header(infos, byWidth, metadata));
            for (TensorInfo info : byWidth) {
                writeData(channel, tensors, info);
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(Map<String, TensorInfo> infos, List<TensorInfo> data, Map<String, String> metadata)
            throws IOException {
        Map<String, Long> begins = new HashMap<>();
        long end = 0;
        for (TensorInfo info : data) {
            begins.put(info.name(), end);
            end += info.bytes();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (TensorInfo info : infos.values()) {
                long begin = begins.getOrDefault(info.name(), 0L);
                json.writeObjectFieldStart(info.name());
                json.writeStringField("dtype", info.type().safetensorsName());
                json.writeFieldName("shape");
                json.writeArray(info.dims(), 0, info.shape().size());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, begin + info.bytes()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        ByteBuffer header =
                ByteBuffer.allocate(SafetensorsHeader.PREFIX + bytes.size()).order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(bytes.size()).put(bytes.toByteArray()).flip();
    }

    private static void writeData(FileChannel channel, TensorSource tensors, TensorInfo info) throws IOException {
        try (PointerScope temporaries = new PointerScope()) {
            Tensor plain = tensors.load(info.name(), info.type().scalarType());
            long size = plain.nbytes();
            BytePointer data = new BytePointer(plain.data_ptr());
            for (long begin = 0; begin < size; begin += CHUNK_BYTES) {
                data.limit(Math.min(size, begin + CHUNK_BYTES)).position(begin);
                writeFully(channel, data.asByteBuffer());
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Tensors that are in memory already. */
    private record Given(Map<String, Tensor> inMemory) implements TensorSource {

        @Override
        public String describe() {
            return "memory";
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            Map<String, TensorInfo> infos = new LinkedHashMap<>();
            inMemory.forEach((name, tensor) -> infos.put(name, info(name, tensor)));
            return Collections.unmodifiableMap(infos);
        }

        private static TensorInfo info(String name, Tensor tensor) {
            List<Long> shape = new ArrayList<>();
            for (int i = 0; i < tensor.dim(); i++) {
                shape.add(tensor.size(i));
            }
            return new TensorInfo(name, StoredType.of(tensor.scalar_type()), shape);
        }

        @Override
        public Tensor load(String name, ScalarType type) {
            return Objects.requireNonNull(inMemory.get(name), name)
                    .detach()
                    .cpu()
                    .contiguous();
        }
    }
}
