package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CrewTest {
    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static Tensor filled(int i) {
        return torch.zeros(3).fill_(new Scalar(i));
    }

    private static List<Float> values(List<Tensor> made) {
        return made.stream().map(tensor -> tensor.sum().item_float()).toList();
    }

    /** All four are at work at once, or the barrier is never passed; each thread computes alone, and nobody else does from then on. */
    @Test
    void threadsComputeAtOnceEachByItself() {
        int usual = Libtorch.threads();
        CyclicBarrier together = new CyclicBarrier(4);
        Set<Integer> threads = ConcurrentHashMap.newKeySet();
        List<Float> made = Scoped.inference(() -> values(Crew.inferred(4, 4, i -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            threads.add(torch.get_num_threads());
            return filled(i);
        })));
        assertThat(made).containsExactly(0f, 3f, 6f, 9f);
        assertThat(threads).containsExactly(1);
        assertThat(Libtorch.threads()).isEqualTo(usual);
        Set<Integer> ofNewThread = ConcurrentHashMap.newKeySet();
        Thread later = new Thread(() -> ofNewThread.add(torch.get_num_threads()));
        later.start();
        assertThat(later).satisfies(thread -> thread.join());
        assertThat(ofNewThread).containsExactly(usual);
    }

    @Test
    void allComeInOrderHoweverManyAreComputedTogether() {
        for (int together : new int[] {1, 2, 3, 50}) {
            assertThat(Scoped.<List<Float>>inference(() -> values(Crew.inferred(20, together, CrewTest::filled))))
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> 3f * i).toList());
        }
    }

    /** Gradients belong to the thread that asks for them. */
    @Test
    void whatIsNotInferredIsComputedByTheCaller() {
        Thread caller = Thread.currentThread();
        Scoped.value(() -> Crew.inferred(3, 3, i -> {
            assertThat(Thread.currentThread()).isEqualTo(caller);
            return filled(i);
        }));
    }

    /** Whatever the others make meanwhile: what they were given must live until then. */
    @Test
    void theFirstFailureArrivesOnceAllHaveEnded() {
        CyclicBarrier begun = new CyclicBarrier(3);
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        assertThatThrownBy(() -> Scoped.inference(() -> Crew.inferred(50, 3, i -> {
                    try {
                        begun.await();
                        Thread.sleep(i == 2 ? 0 : 50);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    if (i > 0) {
                        throw new IllegalArgumentException("number " + i);
                    }
                    ended.add(i);
                    return filled(i);
                })))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number 1");
        assertThat(ended).containsExactly(0);
    }
}
