package dev.codevar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs every benchmark once and small, so that none rots: each computes as many numbers as its shape says. */
class BenchmarksSmokeTest {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void packedLinear(Precision precision) {
        try (PackedLinearBenchmark linear = new PackedLinearBenchmark()) {
            linear.shape = "64x128";
            linear.rows = 3;
            linear.precision = precision;
            linear.prepare();
            assertThat(linear.packed()).isEqualTo(3 * 128);
            assertThat(linear.plain()).isEqualTo(3 * 128);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void gelu(Precision precision) {
        try (GeluBenchmark gelu = new GeluBenchmark()) {
            gelu.shape = "64x128";
            gelu.rows = 3;
            gelu.precision = precision;
            gelu.prepare();
            assertThat(gelu.fused()).isEqualTo(3 * 128);
            assertThat(gelu.separate()).isEqualTo(3 * 128);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void attention(Precision precision) {
        try (AttentionBenchmark attention = new AttentionBenchmark()) {
            attention.tokens = "4x5";
            attention.heads = 2;
            attention.rows = 3;
            attention.precision = precision;
            attention.prepare();
            assertThat(attention.models()).isEqualTo(3 * 2 * 4 * 64);
            assertThat(attention.fused()).isEqualTo(3 * 2 * 4 * 64);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void convolution(Precision precision) {
        try (ConvolutionBenchmark convolution = new ConvolutionBenchmark()) {
            convolution.shape = "8x5";
            convolution.precision = precision;
            convolution.prepare();
            assertThat(convolution.channelsLast()).isEqualTo(8 * 5 * 5);
            assertThat(convolution.nchw()).isEqualTo(8 * 5 * 5);
        }
    }

    @Test
    void layerNorm() {
        try (LayerNormBenchmark norm = new LayerNormBenchmark()) {
            norm.shape = "3x16";
            norm.prepare();
            assertThat(norm.fused()).isEqualTo(3 * 16);
            assertThat(norm.separate()).isEqualTo(3 * 16);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void groupNorm(Precision precision) {
        try (GroupNormBenchmark norm = new GroupNormBenchmark()) {
            norm.shape = "64x5";
            norm.precision = precision;
            norm.prepare();
            assertThat(norm.channelsLast()).isEqualTo(64 * 5 * 5);
            assertThat(norm.nchw()).isEqualTo(64 * 5 * 5);
        }
    }

    @Test
    void pick() {
        try (PickBenchmark pick = new PickBenchmark()) {
            pick.shape = "1x3x32";
            pick.topK = 7;
            pick.prepare();
            assertThat(pick.probabilities()).isEqualTo(3 * 32);
            pick.topK = 0;
            pick.topP = 0;
            assertThat(pick.probabilities()).isEqualTo(3 * 32);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void varStep(Precision precision) {
        try (VarStepBenchmark step = new VarStepBenchmark()) {
            step.model = "1x2";
            step.precision = precision;
            step.prepare();
            assertThat(step.step()).isGreaterThan(step.step());
            // Of a block of 64 channels and its surroundings: forward, to the input, to the weight.
            long rows = 2 * 130;
            assertThat(step.products()).isGreaterThan(rows * 64 * (3 + 1 + 4 + 1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void vqVaeStep(Precision precision) {
        try (VqVaeStepBenchmark step = new VqVaeStepBenchmark()) {
            step.model = "32x2";
            step.precision = precision;
            step.prepare();
            assertThat(step.step()).isGreaterThan(step.step());
            assertThat(step.products()).isPositive();
        }
    }
}
