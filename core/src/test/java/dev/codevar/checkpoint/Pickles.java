package dev.codevar.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes pickles opcode by opcode, as Python's own pickler would or as it never would. */
public final class Pickles {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** {@return an empty pickle of protocol 2, as torch.save writes} */
    public static Pickles protocol2() {
        return new Pickles().raw(0x80, 2);
    }

    /** Adds bytes as they are. */
    public Pickles raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /** Adds opcodes that are ASCII letters. */
    public Pickles ops(String letters) {
        bytes.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Pushes a function or class. */
    public Pickles global(String module, String name) {
        return ops("c" + module + "\n" + name + "\n");
    }

    /** Pushes a text. */
    public Pickles text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ops("X").int32(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** Pushes a number: 32 bits as BININT, more as LONG1. */
    public Pickles number(long number) {
        if (number == (int) number) {
            return ops("J").int32((int) number);
        }
        raw(0x8a, 8);
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array());
        return this;
    }

    /** Pushes a tuple of numbers. */
    public Pickles tuple(long... numbers) {
        ops("(");
        for (long number : numbers) {
            number(number);
        }
        return ops("t");
    }

    /** Pushes a storage. */
    public Pickles storage(String className, String key, long elements) {
        return ops("(").text("storage")
                .global("torch", className)
                .text(key)
                .text("cpu")
                .number(elements)
                .ops("tQ");
    }

    /** Pushes a tensor. */
    public Pickles tensor(PthFiles.View view) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .ops("(")
                .storage(view.type().storageName(), view.key(), view.storageElements())
                .number(view.offset())
                .tuple(view.shape().stream().mapToLong(Long::longValue).toArray())
                .tuple(view.strides().stream().mapToLong(Long::longValue).toArray())
                .raw(0x89)
                .global("collections", "OrderedDict")
                .ops(")RtR");
    }

    /** Pushes a state_dict. */
    public Pickles state(Map<String, PthFiles.View> tensors) {
        global("collections", "OrderedDict").ops(")R(");
        tensors.forEach((name, view) -> text(name).tensor(view));
        // SETITEMS, then the attributes that a module's state_dict has.
        return ops("u}").text("_metadata").ops("}sb");
    }

    /** Adds four bytes, low end first. */
    public Pickles int32(int value) {
        return raw(value & 0xff, value >>> 8 & 0xff, value >>> 16 & 0xff, value >>> 24);
    }

    /** {@return the pickle so far} */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
