/**
 * The {@code codevar} command. Words on a command line come in and become requests to the library and to the modules between;
 * files, lines and an exit code go out.
 *
 * <p>{@link Main} has all commands, and {@link Failures} turns exceptions into a line and an exit code. The commands live in
 * rooms by what they are for. From the top, a line may use those below it, and rooms in one line do not know each other:
 *
 * <pre>{@code
 * drawing | scoring | training | models | machine
 * tokens
 * options
 * program | terminal
 * }</pre>
 *
 * <p>To be read first: {@link dev.codevar.app.drawing.GenerateCommand}, the {@link dev.codevar.app.options.ModelOptions} that
 * it shares with others, and {@link dev.codevar.app.terminal.Terminal}, where all lines go.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app;
