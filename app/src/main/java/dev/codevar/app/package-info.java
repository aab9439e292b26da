/**
 * The {@code codevar} command. Words on a command line come in and become requests to the library and to the modules between;
 * files, lines and an exit code go out.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>The edge: {@link Main} has all commands, {@link Terminal} is where lines go, {@link Failures} turns exceptions into a line
 *       and an exit code.
 *   <li>The commands, a class each: {@link GenerateCommand} first, then {@link EditCommand}, {@link ReconstructCommand},
 *       {@link SampleCommand}, {@link EvaluateCommand}, {@link SweepCommand}, {@link TrainCommand}, {@link FinetuneCommand},
 *       {@link ModelsCommand}, {@link BenchCommand}, {@link PrecisionCommand}, {@link VerifyCommand} and {@link DoctorCommand}.
 *   <li>Options that commands share, {@code …Options}: {@link ModelOptions}, {@link PlanOptions}, {@link RequestOptions},
 *       {@link SampleRunOptions} and {@link TrainingOptions} are the large ones; {@link Given} and {@link BegunOptions} say what
 *       counts where nothing was said.
 *   <li>The work: {@link DrawingJob} behind {@code generate} and {@code edit}, {@link TrainingProcesses} and
 *       {@link TrainingJob} behind trainings, {@link PictureScoring} behind {@code evaluate}, with {@link StreamedDrawing} and
 *       {@link StreamedReconstructions}.
 *   <li>What goes out: {@link PictureOutput}, {@link EvaluatePage}, the {@code …Report} classes, and {@link Bars} meanwhile.
 *   <li>How a picture is made again: {@link Provenance} is in its file, {@link Likeness} says what is different now.
 *   <li>Names and places: {@link ModelFinder}, {@link OutputFiles} and {@link TokenFolder}.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app;
