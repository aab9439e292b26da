package dev.codevar.training.task.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large the first values of every kind of parameter are, against the published rule. */
class VarInitialisationTest {
    private static final int C = 128;
    private static final double USUAL = Math.sqrt(1.0 / (3 * C));

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static VarConfig config(boolean shared) {
        return new VarConfig(2, 10, 64, 16, shared, Pyramid.of(1, 2, 3));
    }

    private static Parameters fresh(VarConfig config, long seed) {
        return Parameters.of(
                VarTensors.shapes(config),
                new VarInitialisation(config, VarInitialisation.SMALL_WORLD_GAIN, seed),
                Device.CPU);
    }

    private static double deviation(Tensor tensor) {
        return Scoped.value(() -> tensor.detach().std().item_double());
    }

    @Test
    void deviationsAreThePublishedOnes() {
        Scoped.value(() -> {
            try (Parameters p = fresh(config(false), 1)) {
                for (String name : new String[] {"pos_1LC", "word_embed.weight", "class_emb.weight"}) {
                    assertThat(deviation(p.get(name))).as(name).isCloseTo(USUAL, withinPercentage(10));
                }
                for (String name : new String[] {"attn.mat_qkv.weight", "ffn.fc1.weight"}) {
                    assertThat(deviation(p.get("blocks.1." + name))).as(name).isCloseTo(USUAL, withinPercentage(2));
                }
                for (String name : new String[] {"attn.proj.weight", "ffn.fc2.weight"}) {
                    assertThat(deviation(p.get("blocks.0." + name)))
                            .as(name)
                            .isCloseTo(USUAL / Math.sqrt(4), withinPercentage(2));
                }
                Tensor ada_6CC = p.get("blocks.1.ada_lin.1.weight");
                assertThat(deviation(ada_6CC.narrow(0, 0, 2 * C))).isCloseTo(1e-3 * USUAL, withinPercentage(2));
                assertThat(deviation(ada_6CC.narrow(0, 2 * C, 4 * C))).isCloseTo(0.5 * USUAL, withinPercentage(2));
                assertThat(deviation(p.get("head_nm.ada_lin.1.weight"))).isCloseTo(0.5 * USUAL, withinPercentage(2));
                assertThat(deviation(p.get("head.weight"))).isCloseTo(0.02 * USUAL, withinPercentage(4));
                return 0;
            }
        });
    }

    @Test
    void sharedNormsHaveTheirOwn() {
        Scoped.value(() -> {
            try (Parameters p = fresh(config(true), 1)) {
                assertThat(deviation(p.get("shared_ada_lin.1.weight"))).isCloseTo(USUAL, withinPercentage(2));
                Tensor offset_116C = p.get("blocks.1.ada_gss");
                double whole = 1 / Math.sqrt(C);
                assertThat(deviation(offset_116C.narrow(2, 0, 2))).isCloseTo(1e-3 * whole, withinPercentage(20));
                assertThat(deviation(offset_116C.narrow(2, 2, 4))).isCloseTo(0.5 * whole, withinPercentage(20));
                return 0;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void biasesAreNothingAndAttentionBeginsAtFour(boolean shared) {
        Scoped.value(() -> {
            try (Parameters p = fresh(config(shared), 1)) {
                p.leaves().forEach((name, leaf) -> {
                    double largest = leaf.detach().abs().max().item_double();
                    if (name.endsWith("bias")) {
                        assertThat(largest).as(name).isZero();
                    } else if (name.endsWith("scale_mul_1H11")) {
                        assertThat(leaf.detach().exp().min().item_double()).isCloseTo(4, within(1e-5));
                        assertThat(leaf.detach().exp().max().item_double()).isCloseTo(4, within(1e-5));
                    } else {
                        assertThat(largest).as(name).isBetween(1e-6, 2.0);
                    }
                });
                return 0;
            }
        });
    }

    @Test
    void theSeedAloneDecides() {
        Scoped.value(() -> {
            try (Parameters one = fresh(config(false), 1);
                    Parameters again = fresh(config(false), 1);
                    Parameters other = fresh(config(false), 2)) {
                String name = "blocks.0.attn.proj.weight";
                assertThat(again.get(name).equal(one.get(name))).isTrue();
                assertThat(other.get(name).equal(one.get(name))).isFalse();
                assertThat(one.get("blocks.1.attn.proj.weight").equal(one.get(name)))
                        .isFalse();
                return 0;
            }
        });
    }

    @Test
    void factorsOutsideTheRangeAreRefused() {
        for (double gain : new double[] {0, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> new VarInitialisation(config(false), gain, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("factor " + gain);
        }
    }
}
