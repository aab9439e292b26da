package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.CodeVarException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missing, extra, mis-shaped and non-finite tensors each fail by name. */
class WeightsTest {
    @TempDir
    Path folder;

    private Checkpoint checkpoint;
    private PointerScope scope;

    @BeforeEach
    void open() {
        float[] large = new float[1000];
        large[777] = Float.NaN;
        Map<String, View> tensors = new LinkedHashMap<>();
        tensors.put("blocks.0.w", PthFiles.floats("0", 1, 2, 3));
        tensors.put("blocks.1.w", PthFiles.floats("1", 70000, 2, 3));
        tensors.put("blocks.2.w", PthFiles.floats("2", 1, Float.NEGATIVE_INFINITY));
        tensors.put("blocks.3.w", PthFiles.floats("3", large));
        tensors.put("lvl", PthFiles.longs("4", 5));
        tensors.put("none", PthFiles.floats("5"));
        checkpoint = Checkpoint.open(PthFiles.write(folder.resolve("model.pth"), tensors));
        scope = new PointerScope();
    }

    @AfterEach
    void close() {
        scope.close();
        checkpoint.close();
    }

    private static void refuses(ThrowingCallable call, String... reasons) {
        assertThatThrownBy(call)
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("model.pth")
                .hasMessageContainingAll(reasons);
    }

    @Test
    void takesWhatIsThereUnderAnyPrefix() {
        Weights weights = new Weights(checkpoint, ScalarType.BFloat16);
        Weights block = weights.under("blocks.").under("0.");
        assertThat(Values.of(block.take("w", 3))).containsExactly(1, 2, 3);
        assertThat(weights.take("blocks.0.w", 3).scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        assertThat(Values.of(weights.take("lvl", ScalarType.Long, 1))).containsExactly(5);
        assertThat(weights.take("none", 0).numel()).isZero();
        assertThat(block.has("w")).isTrue();
        assertThat(block.has("v")).isFalse();
    }

    @Test
    void namesWhatIsMissingOrMisshaped() {
        Weights block = new Weights(checkpoint, ScalarType.Float).under("blocks.0.");
        refuses(() -> block.take("bias", 3, 4), "'blocks.0.bias' is missing", "[3, 4]");
        refuses(() -> block.take("w", 4), "'blocks.0.w' has shape [3], expected [4]");
        refuses(() -> block.take("w"), "has shape [3], expected []");
        refuses(() -> block.take("w", 3, 1), "has shape [3], expected [3, 1]");
        refuses(() -> block.take("w", ScalarType.Int, 3), "'blocks.0.w'", "cannot be read as int32");
    }

    @Test
    void namesWhatIsNotFiniteInTheTypeAskedFor() {
        Weights weights = new Weights(checkpoint, ScalarType.Half);
        refuses(() -> weights.take("blocks.1.w", 3), "'blocks.1.w' has values that are not finite in float16");
        assertThat(Values.of(weights.take("blocks.1.w", ScalarType.Float, 3))).containsExactly(70000, 2, 3);
        for (ScalarType type :
                new ScalarType[] {ScalarType.Half, ScalarType.BFloat16, ScalarType.Float, ScalarType.Double}) {
            refuses(() -> weights.take("blocks.2.w", type, 2), "'blocks.2.w' has values that are not finite in");
            refuses(() -> weights.take("blocks.3.w", type, 1000), "'blocks.3.w' has values that are not finite in");
        }
    }

    @Test
    void namesWhatNobodyAskedFor() {
        Weights weights = new Weights(checkpoint, ScalarType.Float);
        weights.take("none", 0);
        weights.under("blocks.").skip("3.w");
        weights.skip("not there");
        refuses(weights::finish, "4 of 6 tensors", "'blocks.0.w', 'blocks.1.w', 'blocks.2.w', 'lvl'");
        for (String name : new String[] {"blocks.0.w", "blocks.1.w", "blocks.2.w", "lvl"}) {
            weights.skip(name);
        }
        weights.under("any.").finish();
    }
}
