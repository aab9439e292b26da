package dev.codevar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Batches grow as long as that pays, on made-up times. */
class LearnedBatchTest {

    /** Serves full batches of which each takes a fixed time, and a time for each picture. */
    private static LearnedBatch after(int batches, int largest, double fixed, double each) {
        LearnedBatch learned = new LearnedBatch(largest);
        for (int i = 0; i < batches; i++) {
            int pictures = learned.most();
            learned.served(pictures, fixed + each * pictures);
        }
        return learned;
    }

    @Test
    void whereABatchCostsTheSameWhateverItHoldsItGrowsToTheLargest() {
        assertThat(after(1, 64, 1, 0).most()).isEqualTo(32);
        assertThat(after(10, 64, 1, 0).most()).isEqualTo(64);
        assertThat(after(10, 24, 1, 0).most()).isEqualTo(24);
    }

    @Test
    void wherePicturesCostTheSameInAnyBatchItStaysSmall() {
        assertThat(after(10, 64, 0, 1).most()).isEqualTo(16);
    }

    /** With a fixed part of 1 and 0.1 a picture, 16 take 2.6, 32 take 4.2 (1.24 times the rate), 64 take 7.4 (1.14 times). */
    @Test
    void itStopsWhereDoublingNoLongerPays() {
        assertThat(after(10, 4096, 1, 0.1).most())
                .as("256 take 26.6, 512 take 52.2, 1.02 times the rate")
                .isEqualTo(256);
    }

    @Test
    void oneBadTrialIsNotTheLastWord() {
        LearnedBatch learned = new LearnedBatch(64);
        learned.served(16, 1);
        learned.served(32, 30);
        assertThat(learned.most()).isEqualTo(16);
        for (int i = 0; i < 200; i++) {
            learned.served(learned.most(), 1);
        }
        assertThat(learned.most()).isEqualTo(64);
    }

    @Test
    void batchesThatAreNotFullTeachNothingAboutSize() {
        LearnedBatch learned = new LearnedBatch(64);
        for (int i = 0; i < 10; i++) {
            learned.served(3, 1);
        }
        assertThat(learned.most()).isEqualTo(16);
        assertThat(learned.secondsEach()).isCloseTo(1.0 / 3, Offset.offset(1e-9));
    }

    @Test
    void whatRanOutOfMemoryIsNotTriedAgainForAWhile() {
        LearnedBatch learned = after(10, 64, 1, 0);
        learned.tooMany(64);
        for (int i = 0; i < 40; i++) {
            assertThat(learned.most()).isEqualTo(32);
            learned.served(32, 1);
        }
        for (int i = 0; i < 20; i++) {
            learned.served(learned.most(), 1);
        }
        assertThat(learned.most()).isEqualTo(64);
        learned.tooMany(1);
        assertThat(learned.most()).isEqualTo(1);
    }

    @Test
    void ofManyKindsTheLastOnesAreRemembered() {
        LearnedBatches<String> learned = new LearnedBatches<>(64, 3);
        for (String kind : List.of("a", "b", "c")) {
            learned.of(kind).served(16, 16);
        }
        assertThat(learned.secondsEach("a")).as("asked for: used").isEqualTo(1);
        learned.of("d");
        assertThat(learned.secondsEach("a")).isEqualTo(1);
        assertThat(learned.secondsEach("b")).as("unused for longest").isZero();
        assertThat(learned.secondsEach("never")).as("asking teaches nothing").isZero();
        assertThat(learned.secondsEach("c")).isEqualTo(1);
        learned.forget("c"::equals);
        assertThat(learned.secondsEach("c")).isZero();
    }
}
