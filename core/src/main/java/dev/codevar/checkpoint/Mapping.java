package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.bytedeco.javacpp.Pointer;

/**
 * A stretch of a file in memory, read-only, gone from memory the moment it is closed; open and close on one thread. From Java
 * 22 on of any size; before, at most 2 GiB − 1.
 */
final class Mapping implements AutoCloseable {
    private final Pointer pointer;
    private final AutoCloseable unmap;

    private Mapping(Pointer pointer, AutoCloseable unmap) {
        this.pointer = pointer;
        this.unmap = unmap;
    }

    /**
     * Maps a stretch.
     *
     * @param channel an open file
     * @param region at least 1 byte, inside the file; need not be aligned
     */
    static Mapping of(FileChannel channel, Region region) throws IOException {
        if (!region.within(channel.size())) {
            throw new BrokenFileException("the file has become shorter since it was opened");
        }
        try {
            return Runtime.version().feature() >= 22 ? inArena(channel, region) : inBuffer(channel, region);
        } catch (InvocationTargetException e) {
            throw new CodeVarException("the file cannot be mapped into memory: " + OneLine.reason(e), e);
        } catch (ReflectiveOperationException e) {
            throw new CodeVarException("this Java cannot map files: " + OneLine.reason(e), e);
        }
    }

    /** {@return the first byte of the stretch, valid until this is closed} */
    Pointer pointer() {
        return pointer;
    }

    @Override
    public void close() {
        try {
            unmap.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot unmap a file", e);
        }
    }

    /** By name, because the classes are younger than the Java that this is compiled for. */
    private static Mapping inArena(FileChannel channel, Region region) throws ReflectiveOperationException {
        Class<?> arenaClass = Class.forName("java.lang.foreign.Arena");
        Method map = FileChannel.class.getMethod("map", MapMode.class, long.class, long.class, arenaClass);
        Method address = Class.forName("java.lang.foreign.MemorySegment").getMethod("address");
        AutoCloseable arena = (AutoCloseable) arenaClass.getMethod("ofConfined").invoke(null);
        try {
            Object segment = map.invoke(channel, MapMode.READ_ONLY, region.position(), region.size(), arena);
            return new Mapping(new Address((long) address.invoke(segment), region.size()), arena);
        } catch (ReflectiveOperationException e) {
            new Mapping(new Pointer(), arena).close();
            throw e;
        }
    }

    /** Through Unsafe, because there is no other way to unmap before Java 22, and waiting for the collector keeps gigabytes. */
    private static Mapping inBuffer(FileChannel channel, Region region)
            throws IOException, ReflectiveOperationException {
        if (region.size() > Integer.MAX_VALUE) {
            throw new CodeVarException("a tensor of " + region.size()
                    + " bytes cannot be mapped by this Java (legal: at most 2 GiB - 1, or any size from Java 22 on)");
        }
        Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        var field = unsafeClass.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Object unsafe = field.get(null);
        Method clean = unsafeClass.getMethod("invokeCleaner", ByteBuffer.class);
        MappedByteBuffer buffer = channel.map(MapMode.READ_ONLY, region.position(), region.size());
        return new Mapping(Address.of(buffer), () -> clean.invoke(unsafe, buffer));
    }

    /** A pointer that owns nothing. */
    private static final class Address extends Pointer {
        Address(long address, long bytes) {
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }

        static Address of(MappedByteBuffer buffer) {
            return new Address(getDirectBufferAddress(buffer), buffer.capacity());
        }
    }
}
