/**
 * CoDe's trade of score against time, over the number of scales that the drafter makes (the paper's main figure). Plans and a
 * folder come into {@link Sweep}, which draws, scores and times them; a {@link SweepReport} goes out, shown as {@link SweepTable}
 * or {@link SweepChart}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.sweep;
