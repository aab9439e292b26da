package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.nn.Threads;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are finite, as is checked when they are read, and too large: one line says which model, scale and picture. */
class NonFiniteLogitsTest {
    /** In float32 the largest is 3.4e38. */
    private static final double HUGE = 3e38;

    @TempDir
    private Path folder;

    @Test
    void logitsThatGuidanceMakesInfiniteAreRefusedByEverySampler() throws Exception {
        String wanted = "model 1 of the plan (depth 4) gives logits that are not finite at scale 1, "
                + "for the picture of class 3 and seed 7: its weights are broken";
        breakLarge("head.bias", 5, HUGE);
        assertThat(failure(UnaryOperator.identity())).isEqualTo(wanted);
        assertThat(failure(request -> request.topK(9).topP(0.9))).isEqualTo(wanted);
        assertThat(failure(request -> request.moreSmooth(true))).isEqualTo(wanted);
        assertThat(failure(request -> request.random(RandomMode.REFERENCE))).isEqualTo(wanted);
        breakLarge("head.bias", 5, -HUGE);
        assertThat(failure(UnaryOperator.identity())).isEqualTo(wanted);
    }

    @Test
    void theScaleIsNamed() throws Exception {
        breakLarge("lvl_embed.weight", 3, HUGE);
        assertThat(failure(UnaryOperator.identity())).contains("model 1 of the plan (depth 4)", "at scale 3,");
    }

    @Test
    void thePictureIsNamedAndTheOthersAreNot() throws Exception {
        breakLarge("class_emb.weight", 8, HUGE);
        assertThat(failure(request -> request.classes("8")))
                .contains("at scale 0, for the picture of class 8 and seed 8");
    }

    /** Several threads see it at once, each for pictures of its own. */
    @Test
    void theFirstPictureOfABatchIsNamedHoweverManyThreadsThereAre() throws Exception {
        breakLarge("head.bias", 5, HUGE);
        for (int i = 0; i < 5; i++) {
            Threads.on(
                    List.of(2, 4),
                    () -> assertThat(failure(request -> request.count(8).batch(8)))
                            .contains("at scale 1, for the picture of class 3 and seed 7:"));
        }
    }

    /** Finite, though their sum is not. */
    @Test
    void largeLogitsAreNotTheFault() throws Exception {
        breakLarge("head.bias", 5, HUGE);
        breakLarge("head.bias", 6, HUGE);
        try (CoDe code = open()) {
            assertThatCode(() -> code.generate(request(code).cfg(0).build(), GenerationObserver.NONE))
                    .doesNotThrowAnyException();
        }
    }

    /** Guidance makes the logits of one infinite; the other, in the same batch, has none. */
    @Test
    void anotherRequestOfTheBatchIsDrawnAllTheSame() throws Exception {
        breakLarge("head.bias", 5, HUGE);
        try (CoDe code = open()) {
            CountDownLatch both = new CountDownLatch(1);
            code.submit(request(code).cfg(0).batch(1).build(), new GenerationObserver() {
                @Override
                public void batchStarted(int first, int pictures) {
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            GenerationHandle sound = code.submit(request(code).cfg(0).build(), GenerationObserver.NONE);
            GenerationHandle broken = code.submit(request(code).cfg(2).build(), GenerationObserver.NONE);
            both.countDown();
            assertThat(sound.await().pictures()).hasSize(1);
            assertThatThrownBy(broken::await)
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("not finite");
        }
    }

    private String failure(UnaryOperator<Request.Builder> options) {
        try (CoDe code = open()) {
            Request request = options.apply(request(code)).build();
            StringBuilder message = new StringBuilder();
            assertThatThrownBy(() -> code.generate(request, GenerationObserver.NONE))
                    .isInstanceOf(CodeVarException.class)
                    .satisfies(e -> message.append(e.getMessage()));
            return message.toString();
        }
    }

    private static Request.Builder request(CoDe code) {
        return code.request().classes("3").seed(7);
    }

    private CoDe open() {
        return CoDe.open(folder, Device.CPU, Precision.FLOAT32);
    }

    /** Writes a value into one row of a tensor of the model that comes first. */
    private void breakLarge(String name, long row, double value) throws Exception {
        Path weights = folder.resolve("var_d4.pth");
        if (!Files.exists(weights)) {
            TestModels.fashion32(folder);
        }
        Path changed = folder.resolve("changed");
        try (PointerScope scope = new PointerScope();
                Checkpoint checkpoint = Checkpoint.open(weights)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            checkpoint
                    .tensors()
                    .forEach((key, info) ->
                            tensors.put(key, checkpoint.load(key, info.type().scalarType())));
            Objects.requireNonNull(tensors.get(name)).select(0, row).fill_(new Scalar(value));
            Safetensors.write(changed, tensors, Map.of());
        }
        Files.move(changed, weights, StandardCopyOption.REPLACE_EXISTING);
    }
}
