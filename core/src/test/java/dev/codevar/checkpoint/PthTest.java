package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.NativeObjects;
import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.CodeVarException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What torch.save may legally write comes back: views, shared storages, parameters, every protocol. */
class PthTest {
    @TempDir
    Path folder;

    private Checkpoint open(Map<String, View> tensors) {
        return Checkpoint.open(PthFiles.write(folder.resolve("named.anything"), tensors));
    }

    private Checkpoint open(byte[] pickle, View... views) {
        return Checkpoint.open(PthFiles.write(folder.resolve("file.pth"), PthFiles.bytes(pickle, List.of(views))));
    }

    @Test
    void keepsOrderNamesTypesAndShapes() {
        Map<String, View> tensors = new LinkedHashMap<>();
        for (String name : List.of("z", "y.weight", "a", "Ünicode\n")) {
            tensors.put(name, PthFiles.floats("k" + name.length(), 1, 2));
        }
        try (Checkpoint checkpoint = open(tensors)) {
            assertThat(checkpoint.tensors().keySet()).containsExactly("z", "y.weight", "a", "Ünicode\n");
            TensorInfo info = new TensorInfo("z", StoredType.FLOAT32, List.of(2L));
            assertThat(checkpoint.tensors()).containsEntry("z", info);
            assertThat(info.describe()).isEqualTo("float32 [2]");
            assertThat(checkpoint.metadata()).isEmpty();
            assertThat(checkpoint.describe()).endsWith("named.anything");
        }
    }

    @Test
    void readsViewsIntoOneSharedStorage() {
        View base = PthFiles.floats("0", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Map<String, View> tensors = new LinkedHashMap<>();
        tensors.put("all", base.as(0, List.of(3L, 4L), List.of(4L, 1L)));
        tensors.put("transposed", base.as(0, List.of(4L, 3L), List.of(1L, 4L)));
        tensors.put("tail", base.as(9, List.of(3L), List.of(1L)));
        tensors.put("column", base.as(2, List.of(3L), List.of(4L)));
        tensors.put("scalar", base.as(7, List.of(), List.of()));
        tensors.put("none", base.as(12, List.of(0L, 4L), List.of(4L, 1L)));
        tensors.put("repeated", base.as(5, List.of(2L, 3L), List.of(0L, 1L)));
        try (Checkpoint checkpoint = open(tensors);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("all", ScalarType.Float)))
                    .hasSize(12)
                    .endsWith(10, 11);
            assertThat(Values.of(checkpoint.load("transposed", ScalarType.Double)))
                    .containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
            assertThat(Values.of(checkpoint.load("tail", ScalarType.Half))).containsExactly(9, 10, 11);
            assertThat(Values.of(checkpoint.load("column", ScalarType.BFloat16)))
                    .containsExactly(2, 6, 10);
            Tensor scalar = checkpoint.load("scalar", ScalarType.Float);
            assertThat(scalar.dim()).isZero();
            assertThat(Values.of(scalar)).containsExactly(7);
            assertThat(checkpoint.load("none", ScalarType.Float).numel()).isZero();
            assertThat(Values.of(checkpoint.load("repeated", ScalarType.Float))).containsExactly(5, 6, 7, 5, 6, 7);
            assertThat(checkpoint.load("transposed", ScalarType.Float).is_contiguous())
                    .isTrue();
        }
    }

    @Test
    void unwrapsParametersAndReadsProtocol4() {
        View view = PthFiles.floats("0", 3);
        Pickles pickle = new Pickles().raw(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0);
        // EMPTY_DICT MEMOIZE, "w", collections.OrderedDict and _rebuild_parameter by STACK_GLOBAL.
        pickle.raw('}', 0x94, 0x8c, 1, 'w');
        pickle.raw(0x8c, 12)
                .ops("torch._utils")
                .raw(0x8c, 18)
                .ops("_rebuild_parameter")
                .raw(0x93);
        pickle.tensor(view)
                .raw(0x88)
                .raw(0x8c, 11)
                .ops("collections")
                .raw(0x8c, 11)
                .ops("OrderedDict");
        pickle.raw(0x93).ops(")R").raw(0x87).ops("Rs.");
        try (Checkpoint checkpoint = open(pickle.bytes(), view);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("w", ScalarType.Float))).containsExactly(3);
        }
    }

    @Test
    void readsEveryStorageType() {
        for (StoredType type : StoredType.values()) {
            View zeros = PthFiles.view("0", type, ByteBuffer.allocate(2 * type.byteSize()), 2L);
            try (Checkpoint checkpoint = open(Map.of("t", zeros));
                    PointerScope scope = new PointerScope()) {
                Tensor tensor = checkpoint.load("t", type.scalarType());
                assertThat(tensor.scalar_type().intern()).isEqualTo(type.scalarType());
                assertThat(Values.of(tensor)).containsExactly(0, 0);
            }
        }
    }

    @Test
    void convertsOnlyWhatKeepsItsMeaning() {
        Map<String, View> tensors = Map.of(
                "f", PthFiles.floats("0", 1.5f), "i", PthFiles.longs("1", 300), "big", PthFiles.longs("2", 1L << 40));
        try (Checkpoint checkpoint = open(tensors);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("i", ScalarType.Int))).containsExactly(300);
            assertThatThrownBy(() -> checkpoint.load("f", ScalarType.Long))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("'f', float32 [1]: cannot be read as int64");
            assertThatThrownBy(() -> checkpoint.load("i", ScalarType.Float)).hasMessageContaining("cannot be read as");
            assertThatThrownBy(() -> checkpoint.load("i", ScalarType.Byte))
                    .hasMessageContaining("values that do not fit uint8");
            assertThatThrownBy(() -> checkpoint.load("big", ScalarType.Int)).hasMessageContaining("do not fit int32");
            assertThatThrownBy(() -> checkpoint.load("f", ScalarType.ComplexFloat))
                    .hasMessageContaining("legal:");
            assertThatThrownBy(() -> checkpoint.load("g", ScalarType.Float)).hasMessageContaining("has no tensor 'g'");
        }
    }

    @Test
    void resultsBelongToTheCallerAndNothingElseStays() {
        try (Checkpoint checkpoint = open(Map.of("f", PthFiles.floats("0", 1, 2, 3)))) {
            checkpoint.load("f", ScalarType.Half).close();
            long before = NativeObjects.settled();
            Tensor free = checkpoint.load("f", ScalarType.Half);
            assertThat(Values.of(free)).containsExactly(1, 2, 3);
            free.close();
            try (PointerScope scope = new PointerScope()) {
                Tensor scoped = checkpoint.load("f", ScalarType.BFloat16);
                assertThat(Values.of(scoped)).containsExactly(1, 2, 3);
            }
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    @Test
    void refusesToLoadAfterClosing() {
        Checkpoint checkpoint = open(Map.of("f", PthFiles.floats("0", 1)));
        checkpoint.close();
        checkpoint.close();
        assertThatThrownBy(() -> checkpoint.load("f", ScalarType.Float))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("already closed");
    }
}
