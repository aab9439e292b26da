package dev.codevar.checkpoint;

import dev.codevar.checkpoint.pickle.PickledTensor;
import dev.codevar.checkpoint.pickle.StateUnpickler;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directory of a {@code .pth} file: a dict of name → tensor, somewhere in the archive that {@code torch.save} writes. */
final class StateDict {
    private static final int MAX_BYTE_ORDER_BYTES = 16;

    private StateDict() {}

    /**
     * Reads and checks the archive's directory and its pickle.
     *
     * @param channel the whole file
     * @param wanted which of several dicts
     * @return where its tensors lie; {@link CodeVarException} if anything is not exactly right
     */
    static Contents read(SeekableByteChannel channel, CheckpointEntry wanted) throws IOException {
        ZipDirectory zip;
        try {
            zip = ZipDirectory.read(channel);
        } catch (CodeVarException e) {
            throw e;
        } catch (UncheckedIOException disk) {
            throw new CodeVarException("its zip directory cannot be read: " + OneLine.reason(disk), disk);
        } catch (IOException | RuntimeException e) {
            throw new BrokenFileException("its zip directory is broken: " + OneLine.reason(e), e);
        }
        Region byteOrder = zip.find("byteorder");
        if (byteOrder != null && !"little".equals(text(channel, byteOrder))) {
            throw new BrokenFileException("its byte order is not 'little', the only one supported");
        }
        Region pickle = zip.find("data.pkl");
        if (pickle == null) {
            throw new BrokenFileException("a zip archive without data.pkl: not a checkpoint written by torch.save");
        }
        if (pickle.size() > StateUnpickler.MAX_BYTES) {
            throw new BrokenFileException(
                    "its data.pkl has " + pickle.size() + " bytes (legal: at most " + StateUnpickler.MAX_BYTES + ")");
        }
        Taking taking = Taking.from(StateUnpickler.read(pickle.read(channel).array()), wanted);
        Map<String, Stored> tensors = new LinkedHashMap<>();
        taking.tensors().forEach((name, tensor) -> tensors.put(name, locate(name, tensor, zip)));
        return new Contents(tensors, Map.of(), taking.taken());
    }

    private static String text(SeekableByteChannel channel, Region region) throws IOException {
        if (region.size() > MAX_BYTE_ORDER_BYTES) {
            return "";
        }
        return new String(region.read(channel).array(), StandardCharsets.US_ASCII).strip();
    }

    private static Stored locate(String name, PickledTensor tensor, ZipDirectory zip) {
        PickledTensor.Storage storage = tensor.storage();
        StoredType type = StoredType.ofStorage(storage.type())
                .orElseThrow(() -> new BrokenFileException("tensor " + OneLine.quote(name) + " lies in a "
                        + OneLine.quote(storage.type()) + ", whose number format is not supported"));
        TensorInfo info = new TensorInfo(name, type, tensor.shape());
        String what = "tensor " + OneLine.quote(name) + ", " + info.describe() + ": ";
        Region data = zip.find("data/" + storage.key());
        if (data == null) {
            throw new BrokenFileException(
                    what + "its storage " + OneLine.quote("data/" + storage.key()) + " is missing");
        }
        int itemSize = type.byteSize();
        if (data.size() % itemSize != 0 || data.size() / itemSize != storage.elements()) {
            throw new BrokenFileException(what + "its storage has " + data.size() + " bytes where " + storage.elements()
                    + " elements of " + itemSize + " bytes belong");
        }
        if (tensor.strides().size() != tensor.shape().size() || !fits(info, tensor)) {
            throw new BrokenFileException(what + "offset " + tensor.offset() + " and strides " + tensor.strides()
                    + " do not fit its storage of " + storage.elements() + " elements");
        }
        return new Stored(info, data.position() + tensor.offset() * itemSize, tensor.strides());
    }

    /** Whether the view stays inside its storage, and holds no more than it: a view repeated without end would fill memory. */
    private static boolean fits(TensorInfo info, PickledTensor tensor) {
        long elements = tensor.storage().elements();
        try {
            long end = Math.addExact(tensor.offset(), Stored.elementsSpanned(info.shape(), tensor.strides()));
            return end <= elements && info.elements() <= elements;
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
