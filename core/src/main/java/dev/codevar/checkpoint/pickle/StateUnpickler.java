package dev.codevar.checkpoint.pickle;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickle of a {@code state_dict} or of a training's checkpoint around it, protocols 2 to 5: only the opcodes that
 * {@code torch.save} uses, only the calls of {@link PickleGlobal}. Objects of other classes, such as the training's options, are
 * walked over and never made. The library's own tables of constructors are never reached. Time and memory are bounded by the number of
 * opcodes and the bytes of the pickle.
 *
 * <p>Some harmless opcodes are done here because the library's way keeps no order (SETITEMS), copies the whole list each time
 * (APPENDS), hashes endless keys (SETITEM) or trusts a length (BINUNICODE).
 */
public final class StateUnpickler extends Unpickler {
    /** The largest pickle that is looked at; one of a thousand tensors has about 0.2 MiB. */
    public static final long MAX_BYTES = 16L << 20;

    /** A tensor takes about 25 opcodes. */
    private static final int MAX_OPCODES = 1_000_000;

    private int opcodes;

    /**
     * Reads one pickle.
     *
     * @param pickle the whole pickle, at most {@link #MAX_BYTES}
     * @return what it holds: maps, lists, arrays (tuples), numbers, text, {@link PickledTensor}, and names of what is not built
     * @throws CodeVarException if it is broken or does anything that no checkpoint of tensors does
     */
    public static @Nullable Object read(byte[] pickle) {
        try {
            ByteArrayInputStream input = new ByteArrayInputStream(pickle);
            Object result = new StateUnpickler().load(input);
            if (input.available() > 0) {
                throw new BrokenFileException("its pickle is followed by " + input.available() + " stray bytes");
            }
            return result;
        } catch (CodeVarException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // It is in memory already: no disk fails here.
            throw new BrokenFileException("its pickle is broken: " + OneLine.reason(e), e);
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        if (++opcodes > MAX_OPCODES) {
            throw new BrokenFileException("its pickle is too long for a state_dict (over " + MAX_OPCODES + " steps)");
        }
        switch (opcode) {
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.EMPTY_LIST,
                    Opcodes.TUPLE,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPERSID -> {
                return super.dispatch(opcode);
            }
            case Opcodes.BINUNICODE -> {
                checkLength();
                return super.dispatch(opcode);
            }
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.APPEND -> append(Arrays.asList(stack.pop()));
            case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                set(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> set(stack.pop_all_since_marker());
            case Opcodes.GLOBAL ->
                stack.add(PickleGlobal.named(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = PickleGlobal.cast(String.class, stack.pop());
                stack.add(PickleGlobal.named(PickleGlobal.cast(String.class, stack.pop()), name));
            }
            case Opcodes.REDUCE -> {
                @Nullable Object[] arguments = PickleGlobal.cast(Object[].class, stack.pop());
                stack.add(PickleGlobal.call(stack.pop(), arguments));
            }
            case Opcodes.NEWOBJ -> {
                // An object of any class, which Python makes without calling its constructor; here not even that is
                // done.
                PickleGlobal.cast(Object[].class, stack.pop());
                stack.add(new Unbuilt(
                        PickleGlobal.cast(Unbuilt.class, stack.pop()).name()));
            }
            case Opcodes.BUILD -> {
                Object attributes = stack.pop();
                if (!(stack.peek() instanceof Unbuilt)) {
                    // The attributes of an OrderedDict: module versions ("_metadata"), of no use here.
                    PickleGlobal.cast(Map.class, attributes);
                    PickleGlobal.cast(Map.class, stack.peek());
                }
            }
            default ->
                throw new BrokenFileException("its pickle uses opcode 0x" + Integer.toHexString(opcode & 0xff)
                        + ", which a state_dict of tensors does not need; refused, nothing was run");
        }
        return NO_RETURN_VALUE;
    }

    @Override
    protected Object persistentLoad(@Nullable Object id) {
        @Nullable Object[] parts = PickleGlobal.cast(Object[].class, id);
        if (parts.length != 5 || !"storage".equals(parts[0])) {
            throw new BrokenFileException("its pickle refers to something that is not a tensor's storage");
        }
        return new PickledTensor.Storage(
                PickleGlobal.cast(Unbuilt.class, parts[1]).name(),
                PickleGlobal.cast(String.class, parts[2]),
                PickleGlobal.integer(parts[4]));
    }

    private void checkLength() throws IOException {
        input.mark(Integer.BYTES);
        byte[] bytes = input.readNBytes(Integer.BYTES);
        input.reset();
        int length = bytes.length == Integer.BYTES ? PickleUtils.bytes_to_integer(bytes) : -1;
        if (length < 0 || length > input.available() - Integer.BYTES) {
            throw new BrokenFileException("its pickle announces a text longer than what is left of it");
        }
    }

    @SuppressWarnings("unchecked") // every list and map on the stack was made here, of any values
    private void append(List<@Nullable Object> values) {
        if (stack.peek() instanceof Unbuilt) {
            return;
        }
        PickleGlobal.cast(List.class, stack.peek()).addAll(values);
    }

    @SuppressWarnings("unchecked")
    private void set(List<@Nullable Object> keysAndValues) {
        if (stack.peek() instanceof Unbuilt) {
            return;
        }
        Map<Object, @Nullable Object> map = PickleGlobal.cast(Map.class, stack.peek());
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            // Other keys could be containers that hold themselves, whose hash never ends.
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof Unbuilt)) {
                throw new BrokenFileException("its pickle holds a dict with " + PickleGlobal.kind(key) + " as a key");
            }
            if (map.put(key, keysAndValues.get(i + 1)) != null) {
                throw new BrokenFileException(
                        "its pickle sets " + OneLine.quote(key.toString()) + " twice in one dict");
            }
        }
    }
}
