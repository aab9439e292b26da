package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Turns the bytes of a stored tensor into the elements of another one, of another type perhaps. */
final class TypeConversion {
    /**
     * Elements at a time through a small buffer, where the bytes cannot be read in place: as many as libtorch copies without
     * waking its other threads, which would take longer than the copy.
     */
    private static final long PIECE = 1 << 15;

    private TypeConversion() {}

    /**
     * Copies every element.
     *
     * @param stored type, shape and strides of the source
     * @param data the source's first byte; need not be aligned
     * @param result contiguous, of the same shape
     * @throws CodeVarException if integers do not fit the result's type
     */
    static void copy(Stored stored, Pointer data, Tensor result) {
        TensorInfo info = stored.info();
        if (data.address() % info.type().byteSize() == 0) {
            copy(view(data, stored), result);
        } else if (stored.equals(Stored.contiguous(info, stored.position()))) {
            copyInPieces(info, data, result);
        } else { // strides and no alignment: torch.save never writes that
            copyWhole(stored, data, result);
        }
    }

    private static void copyInPieces(TensorInfo info, Pointer data, Tensor result) {
        long itemSize = info.type().byteSize();
        Pointer bytes = new Pointer(data);
        try (BytePointer buffer = new BytePointer(PIECE * itemSize)) {
            for (long begin = 0; begin < info.elements(); begin += PIECE) {
                try (PointerScope temporaries = new PointerScope()) {
                    long count = Math.min(PIECE, info.elements() - begin);
                    TensorInfo piece = new TensorInfo(info.name(), info.type(), List.of(count));
                    Pointer.memcpy(buffer, bytes.position(begin * itemSize), count * itemSize);
                    copy(
                            view(buffer, Stored.contiguous(piece, 0)),
                            result.flatten().narrow(0, begin, count));
                }
            }
        }
    }

    private static void copyWhole(Stored stored, Pointer data, Tensor result) {
        try (BytePointer buffer = new BytePointer(stored.span())) {
            Pointer.memcpy(buffer, data, stored.span());
            copy(view(buffer, stored), result);
        }
    }

    /** The tensor in place. A bool is seen as a number, so that any byte but 0 becomes a proper true. */
    private static Tensor view(Pointer data, Stored stored) {
        StoredType type = stored.info().type() == StoredType.BOOL
                ? StoredType.UINT8
                : stored.info().type();
        return torch.from_blob(data, stored.info().dims(), stored.steps(), new TensorOptions(type.scalarType()));
    }

    private static void copy(Tensor source, Tensor result) {
        result.copy_(source);
        StoredType from = StoredType.of(source.scalar_type());
        StoredType to = StoredType.of(result.scalar_type());
        if (from != to
                && from.readableAs(to)
                && !to.floating()
                && !result.to(source.scalar_type()).equal(source)) {
            throw new BrokenFileException("has values that do not fit " + to.describe());
        }
    }
}
