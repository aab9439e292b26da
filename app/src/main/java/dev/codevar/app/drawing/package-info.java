/**
 * Pictures drawn: {@code generate}, {@code edit} and {@code sample}. Options come in and become requests to the library;
 * pictures go out, and with each, in its file, how it is made again.
 *
 * <p>{@link GenerateCommand} first. {@link DrawingJob} is the work behind it and {@link EditCommand}; {@link RequestOptions}
 * make the request and {@link PictureOutput} writes what came of it, with {@link dev.codevar.report.provenance.Provenance} in each
 * file; {@link dev.codevar.report.provenance.Likeness} says what is different now. {@link SampleCommand} draws whole runs, for scores.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.drawing;
