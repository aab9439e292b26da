package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write is the documented format, byte for byte, and comes back. */
class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void everyTypeAndShapeComesBack() {
        Path file = folder.resolve("all.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (StoredType type : StoredType.values()) {
                tensors.put(type + ".matrix", Values.counting(type.scalarType(), 3, 5));
                tensors.put(type + ".scalar", Values.counting(type.scalarType()));
                tensors.put(type + ".empty", Values.counting(type.scalarType(), 4, 0, 2));
                tensors.put(type + ".odd", Values.counting(type.scalarType(), 3));
            }
            tensors.put("transposed", Values.counting(ScalarType.Float, 2, 3).t());
            Safetensors.write(file, tensors, Map.of("format", "pt", "Ä\"", "\n"));
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.metadata()).isEqualTo(Map.of("format", "pt", "Ä\"", "\n"));
                assertThat(checkpoint.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
                tensors.forEach((name, tensor) -> {
                    Tensor loaded = checkpoint.load(name, tensor.scalar_type());
                    assertThat(loaded.equal(tensor)).as(name).isTrue();
                    assertThat(loaded.dim()).as(name).isEqualTo(tensor.dim());
                });
                TensorInfo empty = new TensorInfo("BOOL.empty", StoredType.BOOL, List.of(4L, 0L, 2L));
                assertThat(checkpoint.tensors()).containsEntry("BOOL.empty", empty);
                assertThat(Values.of(checkpoint.load("transposed", ScalarType.Float)))
                        .containsExactly(1, 4, 2, 5, 3, 6);
            }
        }
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("small.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("b", Values.counting(ScalarType.Byte, 3));
            tensors.put("a", Values.counting(ScalarType.Float, 2, 1));
            Safetensors.write(file, tensors, Map.of("k", "v"));
        }
        String header =
                "{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        header += " ".repeat((8 - header.length() % 8) % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 11).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        expected.putFloat(1).putFloat(2).put(new byte[] {1, 2, 3});
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void replacesAFileWholeOrNotAtAll() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "old");
        try (PointerScope scope = new PointerScope()) {
            Tensor one = Values.counting(ScalarType.Float, 1);
            Tensor complex = one.to(ScalarType.ComplexFloat);
            assertThatThrownBy(() -> Safetensors.write(file, Map.of("c", complex), Map.of()))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("cannot write " + file);
            assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", one), Map.of()))
                    .hasMessageContaining("cannot be named");
            assertThat(Files.readString(file)).isEqualTo("old");
            Safetensors.write(file, Map.of("one", one), Map.of());
            Path nowhere = folder.resolve("missing/model.safetensors");
            assertThatThrownBy(() -> Safetensors.write(nowhere, Map.of("one", one), Map.of()))
                    .hasMessageContaining("cannot write " + nowhere + ": no such file or folder");
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.tensors()).containsOnlyKeys("one");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void anEmptyFileOfNoTensorsIsLegal() {
        Path file = folder.resolve("none.safetensors");
        Safetensors.write(file, Map.of(), Map.of());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.tensors()).isEmpty();
        }
    }

    @Test
    void boolsAreProperWhateverTheirByte() throws IOException {
        Path file = folder.resolve("bool.safetensors");
        String header = "{\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}";
        Files.write(file, HostileSafetensorsTest.file(header, new byte[] {0, 1, (byte) 200}));
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("b", ScalarType.Bool))).containsExactly(0, 1, 1);
        }
    }
}
