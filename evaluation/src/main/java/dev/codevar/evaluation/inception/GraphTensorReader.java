package dev.codevar.evaluation.inception;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where a {@code TensorProto} has its numbers. */
final class GraphTensorReader {
    private static final int TYPE = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int FLOAT = 1;
    private static final int SHAPE = GraphReader.lengthTag(2);
    private static final int CONTENT = GraphReader.lengthTag(4);
    private static final int PACKED_VALUES = GraphReader.lengthTag(5);
    private static final int VALUE = 5 << 3 | WireFormat.WIRETYPE_FIXED32;
    private static final int DIMENSION = GraphReader.lengthTag(2);
    private static final int SIZE = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int MAX_RANK = 8;

    private final CodedInputStream in;
    private final List<Long> shape = new ArrayList<>();
    private int type;
    private long position = -1;
    private long bytes;
    private float single;

    private GraphTensorReader(CodedInputStream in) {
        this.in = in;
    }

    /** {@return the tensor whose tag was just read, or null if it is not of float32} */
    static @Nullable GraphConstant read(CodedInputStream in) throws IOException {
        GraphTensorReader reader = new GraphTensorReader(in);
        GraphReader.message(in, reader::readField);
        return reader.type == FLOAT ? reader.constant() : null;
    }

    private boolean readField(int tag) throws IOException {
        if (tag == TYPE) {
            type = in.readRawVarint32();
        } else if (tag == SHAPE) {
            GraphReader.message(in, inShape -> inShape == DIMENSION && readDimension());
        } else if (tag == CONTENT || tag == PACKED_VALUES) {
            readRun();
        } else if (tag == VALUE) {
            startValues(Float.BYTES);
            single = in.readFloat();
        } else {
            return false;
        }
        return true;
    }

    private boolean readDimension() throws IOException {
        if (shape.size() == MAX_RANK) {
            throw new BrokenFileException("a tensor has more than " + MAX_RANK + " sizes");
        }
        long[] size = {0};
        GraphReader.message(in, tag -> {
            if (tag != SIZE) {
                return false;
            }
            size[0] = in.readRawVarint64();
            return true;
        });
        shape.add(size[0]);
        return true;
    }

    /** Numbers one after another, little-endian: {@code tensor_content} and packed {@code float_val} alike. */
    private void readRun() throws IOException {
        int length = in.readRawVarint32();
        if (length == 0) {
            return;
        }
        startValues(length);
        if (length == Float.BYTES) {
            single = in.readFloat();
        } else {
            position = in.getTotalBytesRead();
            in.skipRawBytes(length);
        }
    }

    private void startValues(int length) {
        if (bytes != 0) {
            throw new BrokenFileException("a tensor's numbers lie in two places, near byte " + in.getTotalBytesRead());
        }
        bytes = length;
    }

    private GraphConstant constant() {
        long expected = new TensorInfo("of a graph", StoredType.FLOAT32, shape).bytes();
        boolean one = bytes == Float.BYTES && expected <= GraphReader.MAX_BYTES;
        if (bytes != expected && !one) {
            throw new BrokenFileException("a tensor of shape " + shape + " has " + bytes + " bytes (legal: " + expected
                    + ", or " + Float.BYTES + " for a number that fills at most " + GraphReader.MAX_BYTES + ")");
        }
        return new GraphConstant(shape, bytes == Float.BYTES ? -1 : position, single);
    }
}
