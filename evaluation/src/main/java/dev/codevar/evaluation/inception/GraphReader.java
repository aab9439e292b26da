package dev.codevar.evaluation.inception;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the nodes of a TensorFlow {@code GraphDef} from protobuf's wire format. Tensors stay in the file: only their places are
 * kept, so that what a file costs is bounded by its number of nodes. Messages lie in each other to a fixed depth, whatever the
 * file says.
 */
final class GraphReader {
    /** The largest file that is looked at; the published one has 96 MB. */
    static final long MAX_BYTES = 1L << 29;

    /** The published graph has about 1000. */
    private static final int MAX_NODES = 20_000;

    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_TEXT = 1000;

    private static final int GRAPH_NODE = lengthTag(1);
    private static final int NODE_NAME = lengthTag(1);
    private static final int NODE_OPERATION = lengthTag(2);
    private static final int NODE_ATTRIBUTE = lengthTag(5);
    private static final int ENTRY_KEY = lengthTag(1);
    private static final int ENTRY_VALUE = lengthTag(2);
    private static final int VALUE_NUMBER = 4 << 3 | WireFormat.WIRETYPE_FIXED32;
    private static final int VALUE_FLAG = 5 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int VALUE_TENSOR = lengthTag(8);

    private final CodedInputStream in;
    private final Map<String, GraphNode> nodes = new LinkedHashMap<>();

    private GraphReader(CodedInputStream in) {
        this.in = in;
    }

    /** Does something with a field whose tag was just read. */
    @FunctionalInterface
    interface Field {
        /** {@return whether the field was read; otherwise it is skipped} */
        boolean read(int tag) throws IOException;
    }

    /**
     * Reads all nodes.
     *
     * @param bytes the whole file
     * @param size how many bytes it has
     * @return the nodes by name, in the order of the file
     * @throws CodeVarException with the reason, but not the file's name, if it is broken
     */
    static Map<String, GraphNode> read(InputStream bytes, long size) throws IOException {
        if (size > MAX_BYTES) {
            throw new BrokenFileException("it has " + size + " bytes (legal: at most " + MAX_BYTES + ")");
        }
        CodedInputStream in = CodedInputStream.newInstance(bytes, 1 << 16);
        in.pushLimit((int) size);
        GraphReader reader = new GraphReader(in);
        try {
            fields(in, tag -> tag == GRAPH_NODE && reader.readNode());
        } catch (InvalidProtocolBufferException broken) {
            throw new BrokenFileException(
                    "it is cut off or no protobuf message, near byte " + in.getTotalBytesRead(), broken);
        }
        if (in.getTotalBytesRead() != size) {
            throw new BrokenFileException("it became shorter while it was read");
        }
        return Collections.unmodifiableMap(reader.nodes);
    }

    private boolean readNode() throws IOException {
        if (nodes.size() == MAX_NODES) {
            throw new BrokenFileException("it has more than " + MAX_NODES + " nodes");
        }
        String[] texts = {"", ""};
        Map<String, GraphNode.Attribute> attributes = new HashMap<>();
        message(in, tag -> {
            if (tag == NODE_NAME) {
                texts[0] = text();
            } else if (tag == NODE_OPERATION) {
                texts[1] = text();
            } else {
                return tag == NODE_ATTRIBUTE && readAttribute(attributes);
            }
            return true;
        });
        if (nodes.put(texts[0], new GraphNode(texts[0], texts[1], attributes)) != null) {
            throw new BrokenFileException("it has two nodes of one name, " + OneLine.quote(texts[0]));
        }
        return true;
    }

    private boolean readAttribute(Map<String, GraphNode.Attribute> attributes) throws IOException {
        if (attributes.size() == MAX_ATTRIBUTES) {
            throw new BrokenFileException("a node has more than " + MAX_ATTRIBUTES + " attributes");
        }
        String[] key = {""};
        GraphNode.Attribute[] value = {new GraphNode.Attribute(null, null, null)};
        message(in, tag -> {
            if (tag == ENTRY_KEY) {
                key[0] = text();
            } else if (tag == ENTRY_VALUE) {
                value[0] = readValue();
            } else {
                return false;
            }
            return true;
        });
        attributes.put(key[0], value[0]);
        return true;
    }

    private GraphNode.Attribute readValue() throws IOException {
        GraphNode.Attribute[] value = {new GraphNode.Attribute(null, null, null)};
        message(in, tag -> {
            if (tag == VALUE_NUMBER) {
                value[0] = new GraphNode.Attribute(in.readFloat(), null, null);
            } else if (tag == VALUE_FLAG) {
                value[0] = new GraphNode.Attribute(null, in.readBool(), null);
            } else if (tag == VALUE_TENSOR) {
                @Nullable GraphConstant constant = GraphTensorReader.read(in);
                value[0] = new GraphNode.Attribute(null, null, constant);
            } else {
                return false;
            }
            return true;
        });
        return value[0];
    }

    private String text() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > MAX_TEXT) {
            throw new BrokenFileException("it has a name of " + Integer.toUnsignedString(length)
                    + " bytes (legal: at most " + MAX_TEXT + "), near byte " + in.getTotalBytesRead());
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    static int lengthTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Reads a message inside another, whose tag was just read. */
    static void message(CodedInputStream in, Field field) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        fields(in, field);
        in.popLimit(limit);
    }

    private static void fields(CodedInputStream in, Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!field.read(tag)) {
                int kind = WireFormat.getTagWireType(tag);
                // Groups may lie in groups without end, and none of these messages has any.
                if (kind == WireFormat.WIRETYPE_START_GROUP || kind == WireFormat.WIRETYPE_END_GROUP) {
                    throw new BrokenFileException("it has a group, near byte " + in.getTotalBytesRead());
                }
                in.skipField(tag);
            }
        }
    }
}
