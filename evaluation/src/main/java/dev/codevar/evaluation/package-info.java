/**
 * Sets of pictures against each other: read, put through a network once, and scored. Files or folders of pictures come into
 * {@link Evaluation}; {@link Evaluated} goes out, with scores, warnings and pictures to look at. The features in between stay
 * on the disk.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Evaluation}: all of it, from files to numbers; {@link Wanted} says what beside the scores.
 *   <li>The two sides: {@link Samples}, which {@link FeaturedSet} is for whatever is on the disk, and {@link ReferenceSet}, which
 *       may have statistics only ({@link NpzReference}).
 *   <li>The rooms that it stands on: {@code pictures} reads the sets, {@code features} keeps what a network sees in them,
 *       {@code score} and {@code warning} say what that means.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation;
