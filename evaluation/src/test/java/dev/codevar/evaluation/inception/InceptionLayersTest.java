package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InceptionLayersTest {
    /** What pt_inception-2015-12-05-6726825d.pth has, container included. */
    private static final long PUBLISHED_BYTES = 95_628_359;

    @Test
    void theTensorsFillThePublishedFile() {
        Map<String, List<Long>> tensors = Inception.tensors();
        assertThat(tensors).hasSize(472);
        long bytes = tensors.values().stream()
                .mapToLong(shape -> 4 * shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
        assertThat(PUBLISHED_BYTES - bytes).isBetween(0L, 472 * 600L);
        assertThat(tensors.get("fc.weight")).containsExactly(1008L, 2048L);
    }

    /** As torch-fidelity's converter of the published graph maps them. */
    @Test
    void unitsHaveTheirNamesInTheGraph() {
        Map<String, String> names = new LinkedHashMap<>();
        Architecture.PUBLISHED.units().forEach(unit -> names.put(unit.name(), unit.graphName()));
        assertThat(names.values()).hasSize(94).doesNotHaveDuplicates();
        assertThat(names)
                .containsEntry("Conv2d_1a_3x3", "conv")
                .containsEntry("Conv2d_2a_3x3", "conv_1")
                .containsEntry("Conv2d_2b_3x3", "conv_2")
                .containsEntry("Conv2d_3b_1x1", "conv_3")
                .containsEntry("Conv2d_4a_3x3", "conv_4")
                .containsEntry("Mixed_5b.branch1x1", "mixed/conv")
                .containsEntry("Mixed_5b.branch5x5_1", "mixed/tower/conv")
                .containsEntry("Mixed_5b.branch5x5_2", "mixed/tower/conv_1")
                .containsEntry("Mixed_5b.branch3x3dbl_1", "mixed/tower_1/conv")
                .containsEntry("Mixed_5b.branch3x3dbl_3", "mixed/tower_1/conv_2")
                .containsEntry("Mixed_5d.branch_pool", "mixed_2/tower_2/conv")
                .containsEntry("Mixed_6a.branch3x3", "mixed_3/conv")
                .containsEntry("Mixed_6a.branch3x3dbl_3", "mixed_3/tower/conv_2")
                .containsEntry("Mixed_6b.branch7x7_3", "mixed_4/tower/conv_2")
                .containsEntry("Mixed_6d.branch1x1", "mixed_6/conv")
                .containsEntry("Mixed_6e.branch7x7dbl_5", "mixed_7/tower_1/conv_4")
                .containsEntry("Mixed_6e.branch_pool", "mixed_7/tower_2/conv")
                .containsEntry("Mixed_7a.branch3x3_1", "mixed_8/tower/conv")
                .containsEntry("Mixed_7a.branch3x3_2", "mixed_8/tower/conv_1")
                .containsEntry("Mixed_7a.branch7x7x3_4", "mixed_8/tower_1/conv_3")
                .containsEntry("Mixed_7b.branch1x1", "mixed_9/conv")
                .containsEntry("Mixed_7b.branch3x3_1", "mixed_9/tower/conv")
                .containsEntry("Mixed_7b.branch3x3_2a", "mixed_9/tower/mixed/conv")
                .containsEntry("Mixed_7b.branch3x3_2b", "mixed_9/tower/mixed/conv_1")
                .containsEntry("Mixed_7b.branch3x3dbl_2", "mixed_9/tower_1/conv_1")
                .containsEntry("Mixed_7c.branch3x3dbl_3a", "mixed_10/tower_1/mixed/conv")
                .containsEntry("Mixed_7c.branch3x3dbl_3b", "mixed_10/tower_1/mixed/conv_1")
                .containsEntry("Mixed_7c.branch_pool", "mixed_10/tower_2/conv");
    }
}
