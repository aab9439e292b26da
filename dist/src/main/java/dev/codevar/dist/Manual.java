package dev.codevar.dist;

import dev.codevar.app.Main;
import dev.codevar.app.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command's manual pages and the completion of its words by shells, in the folders where both are looked for. */
final class Manual {
    private Manual() {}

    /**
     * Writes them.
     *
     * @param share the folder that shells and {@code man} look into
     * @param time the pages' date
     */
    static void write(Path share, String version, Instant time) throws IOException {
        CommandLine codevar = Main.commandLine(Terminal.system());
        Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(completions.resolve("codevar"), AutoComplete.bash("codevar", codevar));
        Path pages = Files.createDirectories(share.resolve("man/man1"));
        pages(codevar, pages, version, LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    private static void pages(CommandLine command, Path folder, String version, LocalDate date) throws IOException {
        ManPage page = new ManPage(command.getCommandSpec());
        Files.writeString(folder.resolve(page.name() + ".1"), page.text(version, date));
        for (CommandLine sub : ManPage.subcommands(command.getCommandSpec())) {
            pages(sub, folder, version, date);
        }
    }
}
