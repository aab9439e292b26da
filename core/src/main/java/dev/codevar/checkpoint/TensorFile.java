package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.OpenFile;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An open checkpoint file of either format. A tensor is mapped, copied into its final type, and unmapped, so that loading a
 * whole checkpoint needs the memory of the result and of one tensor.
 */
final class TensorFile implements Checkpoint {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, Stored> stored;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;
    private final Optional<TakenEntry> taken;

    private TensorFile(Path file, FileChannel channel, Contents contents) {
        this.file = file;
        this.channel = channel;
        this.stored = contents.tensors();
        this.metadata = Collections.unmodifiableMap(contents.metadata());
        this.taken = contents.taken();
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> infos.put(name, tensor.info()));
        this.tensors = Collections.unmodifiableMap(infos);
    }

    static TensorFile open(Path file, CheckpointEntry wanted) {
        try {
            return OpenFile.read(file, channel -> new TensorFile(file, channel, Contents.read(channel, wanted)));
        } catch (InvalidInputException e) {
            throw new InvalidInputException("checkpoint " + file + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw CodeVarException.cannotRead("checkpoint " + file, file, e);
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public String describe() {
        String entry = taken.map(TakenEntry::path).orElse("");
        return entry.isEmpty() ? file.toString() : file + " (" + OneLine.quote(entry) + ")";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Optional<TakenEntry> taken() {
        return taken;
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        Stored tensor = stored.get(name);
        if (tensor == null) {
            throw new BrokenFileException(describe() + " has no tensor " + OneLine.quote(name));
        }
        Libtorch.load();
        try {
            StoredType target = StoredType.of(type);
            if (!tensor.info().type().readableAs(target)) {
                throw new BrokenFileException("cannot be read as " + target.describe()
                        + " (legal: floating as floating, integer as integer, bool as bool)");
            }
            return Scoped.result(() -> read(tensor, target));
        } catch (RuntimeException e) {
            String message = describe() + ": tensor " + OneLine.quote(name) + ", "
                    + tensor.info().describe() + ": " + OneLine.reason(e);
            // What libtorch itself says, of memory most likely, is not the file's fault.
            throw e instanceof CodeVarException
                    ? CodeVarException.whileReading(message, e)
                    : new CodeVarException(message, e);
        }
    }

    private Tensor read(Stored tensor, StoredType target) {
        Tensor result =
                torch.empty(tensor.info().dims(), new TensorOptions(target.scalarType()), new MemoryFormatOptional());
        long span = tensor.span();
        if (span > 0) {
            try (Mapping mapping = Mapping.of(channel, new Region(tensor.position(), span))) {
                TypeConversion.copy(tensor, mapping.pointer(), result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return result;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot close checkpoint " + file + ": " + OneLine.reason(e), e);
        }
    }
}
