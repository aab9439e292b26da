package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.NativeObjects;
import dev.codevar.fault.InvalidInputException;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScopedTest {

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void resultsSurviveTheirScopeAndNothingElseDoes() {
        long before = NativeObjects.settled();
        try (PointerScope scope = new PointerScope()) {
            Tensor sum = Scoped.result(() -> torch.ones(3).add(torch.ones(3)).add(torch.ones(3)));
            assertThat(sum.sum().item_float()).isEqualTo(9);
            assertThat(Scoped.<Float>value(() -> sum.mul(new Scalar(2.0)).sum().item_float()))
                    .isEqualTo(18);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void aStepFreesWhatItBeganWith() {
        long before = NativeObjects.settled();
        try (PointerScope scope = new PointerScope()) {
            Tensor one = torch.ones(3).add(new Scalar(0.0));
            Tensor two = Scoped.next(one, x -> x.add(x));
            assertThat(one.isNull()).isTrue();
            Tensor four = Scoped.next(two, x -> x.add(x).mul(new Scalar(1.0)));
            assertThat(two.isNull()).isTrue();
            Tensor same = Scoped.next(four, x -> x);
            assertThat(same.sum().item_float()).isEqualTo(12);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void ownedTensorsLiveUntilTheirOwnerCloses() {
        long before = NativeObjects.settled();
        Owner owner = new Owner();
        Tensor kept;
        try (PointerScope scope = new PointerScope()) {
            kept = owner.own(torch.ones(5).add(torch.ones(5)));
        }
        assertThat(Scoped.<Float>value(() -> kept.sum().item_float())).isEqualTo(10);
        owner.close();
        owner.close();
        assertThat(kept.isNull()).isTrue();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void inferenceModeEndsWithTheCall() {
        assertThat(Scoped.<Boolean>inference(() -> torch.ones(1).is_inference()))
                .isTrue();
        assertThat(Scoped.<Boolean>value(() -> torch.ones(1).is_inference())).isFalse();
    }

    @Test
    void unknownDevicesAreNamed() {
        assertThat(Device.of("cpu")).isEqualTo(Device.CPU);
        assertThatThrownBy(() -> Device.of("tpu"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'tpu'")
                .hasMessageContaining("cpu, cuda or cuda:i");
        assertThatThrownBy(() -> Device.of("cuda:99"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cuda:99");
        assertThatThrownBy(() -> Precision.of("int3"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("float32, bfloat16, float16 or int8");
    }
}
