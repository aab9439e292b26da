/**
 * Scores of pictures: {@code evaluate} and {@code sweep}. Sets of pictures come in, or models that draw or give back what is
 * scored at once; scores, a report and a page go out.
 *
 * <p>{@link EvaluateCommand} first; {@link PictureScoring} is the work behind it, with {@link StreamedDrawing} and
 * {@link StreamedReconstructions}, and {@link dev.codevar.evaluation.page.EvaluateReport} prints what came of it.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.scoring;
