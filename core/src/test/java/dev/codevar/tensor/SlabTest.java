package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.NativeObjects;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SlabTest {
    private final Slab slab = new Slab();

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @AfterEach
    void close() {
        slab.close();
    }

    @Test
    void lendsAsManyBytesAsAskedFor() {
        try (PointerScope scope = new PointerScope()) {
            Tensor lent = slab.lend(1000, Device.CPU);
            assertThat(lent.numel()).isEqualTo(1000);
            assertThat(lent.scalar_type().intern()).isEqualTo(ScalarType.Byte);
            assertThat(slab.lent()).isEqualTo(1000);
            assertThat(slab.capacity()).isEqualTo(1000);
            lent.fill_(new Scalar(7));
            assertThat(lent.sum().item_long()).isEqualTo(7000);
        }
    }

    @Test
    void lendsToOneAtATime() {
        try (PointerScope scope = new PointerScope()) {
            slab.lend(10, Device.CPU);
            assertThatThrownBy(() -> slab.lend(10, Device.CPU))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lent already");
            slab.giveBack();
            assertThat(slab.lent()).isZero();
            assertThat(slab.lend(5, Device.CPU).numel()).isEqualTo(5);
        }
    }

    @Test
    void keepsItsMemoryForWhatIsNoLarger() {
        long first = address(1000);
        assertThat(address(1000)).isEqualTo(first);
        assertThat(address(1)).isEqualTo(first);
        assertThat(slab.capacity()).isEqualTo(1000);
    }

    @Test
    void takesMoreWhereThatIsNotEnough() {
        address(1000);
        address(2000);
        assertThat(slab.capacity()).isEqualTo(2000);
        address(1500);
        assertThat(slab.capacity()).isEqualTo(2000);
    }

    @Test
    void lendsAgainAfterItWasClosed() {
        address(1000);
        slab.close();
        slab.close();
        assertThat(slab.capacity()).isZero();
        address(10);
        assertThat(slab.capacity()).isEqualTo(10);
    }

    @Test
    void nothingIsLeftOfIt() {
        address(1000);
        slab.close();
        long before = NativeObjects.settled();
        address(1000);
        address(2000);
        slab.close();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void growingFreesWhatWasKeptAndClosingFreesAll() {
        long bytes = 200L << 20;
        long before = HostMemory.resident().orElseThrow();
        fill(bytes);
        assertThat(grown(before)).isBetween(bytes * 9 / 10, bytes * 11 / 10);
        fill(bytes + bytes / 10);
        assertThat(grown(before)).isLessThan(bytes * 3 / 2);
        slab.close();
        assertThat(grown(before)).isLessThan(bytes / 4);
    }

    private static long grown(long before) {
        return HostMemory.resident().orElseThrow() - before;
    }

    private void fill(long bytes) {
        try (PointerScope scope = new PointerScope()) {
            slab.lend(bytes, Device.CPU).fill_(new Scalar(1));
        }
        slab.giveBack();
    }

    /** {@return where the memory begins that is lent, and given back at once} */
    private long address(long bytes) {
        try (PointerScope scope = new PointerScope()) {
            long address = slab.lend(bytes, Device.CPU).data_ptr().address();
            slab.giveBack();
            return address;
        }
    }
}
