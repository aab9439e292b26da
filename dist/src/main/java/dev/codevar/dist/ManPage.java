package dev.codevar.dist;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's manual page in the language of {@code man}. picocli's own generator writes AsciiDoc, which takes a Ruby interpreter to
 * become one.
 *
 * @param command what the page is about
 */
record ManPage(CommandSpec command) {
    private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7f]");

    /** {@return the page's name, {@code codevar-models-convert} for {@code codevar models convert}} */
    String name() {
        return command.qualifiedName("-");
    }

    /** {@return the commands below one, each once, without {@code help}, which only prints what the pages say} */
    static Set<CommandLine> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .filter(sub -> !sub.getCommandSpec().helpCommand())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return the whole page} */
    String text(String version, LocalDate date) {
        List<String> lines = new ArrayList<>();
        lines.add(".TH " + name().toUpperCase(Locale.ROOT) + " 1 " + date + " \"CoDe for Java " + version + "\"");
        List<String> description = said(command.usageMessage().description());
        lines.add(".SH NAME");
        lines.add(escaped(name()) + " \\- " + (description.isEmpty() ? "" : withoutStop(description.get(0))));
        lines.add(".SH SYNOPSIS");
        lines.add(".nf");
        CommandLine.Help help = new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF));
        help.synopsis(0).strip().lines().map(ManPage::escaped).forEach(lines::add);
        lines.add(".fi");
        lines.add(".SH DESCRIPTION");
        lines.addAll(description);
        arguments(lines);
        Set<CommandLine> below = subcommands(command);
        if (!below.isEmpty()) {
            lines.add(".SH COMMANDS");
            for (CommandLine sub : below) {
                CommandSpec spec = sub.getCommandSpec();
                lines.add(".TP");
                lines.add("\\fB" + escaped(new ManPage(spec).name()) + "\\fR(1)");
                lines.addAll(said(spec.usageMessage().description()));
            }
        }
        lines.add(".SH EXIT STATUS");
        command.root().usageMessage().exitCodeList().forEach((code, meaning) -> {
            lines.add(".TP");
            lines.add(code);
            lines.add(escaped(meaning));
        });
        return String.join("\n", lines) + "\n";
    }

    private void arguments(List<String> lines) {
        List<PositionalParamSpec> parameters = command.positionalParameters().stream()
                .filter(it -> !it.hidden())
                .toList();
        if (!parameters.isEmpty()) {
            lines.add(".SH ARGUMENTS");
            parameters.forEach(parameter -> argument(lines, italic(parameter), parameter));
        }
        lines.add(".SH OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String names = Arrays.stream(option.names())
                        .map(name -> "\\fB" + escaped(name) + "\\fR")
                        .collect(Collectors.joining(", "));
                argument(lines, option.arity().max() == 0 ? names : names + "=" + italic(option), option);
            }
        }
    }

    private static void argument(List<String> lines, String heading, ArgSpec argument) {
        lines.add(".TP");
        lines.add(heading);
        lines.addAll(said(argument.description()));
    }

    private static String italic(ArgSpec argument) {
        return "\\fI" + escaped(argument.paramLabel()) + "\\fR";
    }

    /** picocli's texts are formats. */
    private static List<String> said(String[] texts) {
        return String.format(String.join("%n", texts))
                .lines()
                .map(ManPage::escaped)
                .toList();
    }

    private static String withoutStop(String line) {
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /**
     * Hyphens would become typographic ones, and a line that begins with a dot or an apostrophe a request. Troff reads no UTF-8 by itself.
     */
    private static String escaped(String text) {
        String line = text.replace("\\", "\\e").replace("-", "\\-");
        line = BEYOND_ASCII
                .matcher(line)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, "\\[u%04X]", found.group().codePointAt(0))));
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
