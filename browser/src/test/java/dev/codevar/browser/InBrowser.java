package dev.codevar.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link House}, one for all of them; where the machine has no browser they are reported as skipped. */
public final class InBrowser implements ExecutionCondition, ParameterResolver {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return browser()
                .map(path -> ConditionEvaluationResult.enabled("by " + path))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "there is no browser: none of " + String.join(", ", NAMES) + " is on the PATH"));
    }

    private static Optional<Path> browser() {
        String[] folders = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1);
        return NAMES.stream()
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == House.class;
    }

    @Override
    public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root's store closes it when the last test is done.
        return context.getRoot()
                .getStore(Namespace.create(InBrowser.class))
                .computeIfAbsent(House.class, key -> new House(browser().orElseThrow()), House.class);
    }
}
