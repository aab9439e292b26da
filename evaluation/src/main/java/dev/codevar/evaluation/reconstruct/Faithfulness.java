package dev.codevar.evaluation.reconstruct;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How near reconstructions come to their pictures, and what they are made of.
 *
 * @param mse the mean squared difference of all values, in [−1, 1] and before they become 8 bits
 * @param psnr the peak signal-to-noise ratio of all of them together in decibels; null for equal pictures
 * @param codesInUse how many different codes each scale has, coarsest first
 * @param codesInUseInAll how many different codes all scales have together
 * @param codes how many there are
 * @param unreadable how many pictures were left out because they cannot be read
 */
public record Faithfulness(
        double mse, @Nullable Double psnr, List<Integer> codesInUse, int codesInUseInAll, int codes, int unreadable) {
    public Faithfulness {
        codesInUse = List.copyOf(codesInUse);
    }
}
