package dev.codevar.app.models;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Conversion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where in trainings' checkpoints the models lie. */
final class EntryOptions {
    @Option(
            names = "--entry",
            paramLabel = "[ROLE=]ENTRY",
            description = "Where in a training's .pth file the model lies, such as trainer.var_wo_ddp, for one role ("
                    + Conversion.VAE + " for the VQ-VAE) or for all transformers; repeat for each. Default: the only"
                    + " place where there is such a model.")
    private List<String> entries = List.of();

    /**
     * {@return the entries by role}
     *
     * @param transformers the transformers' roles
     */
    Map<String, String> byRole(Collection<String> transformers) {
        Map<String, String> general = new LinkedHashMap<>();
        Map<String, String> own = new LinkedHashMap<>();
        for (String text : entries) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                transformers.forEach(role -> put(general, role, text));
            } else {
                put(own, text.substring(0, equals), text.substring(equals + 1));
            }
        }
        general.putAll(own);
        return general;
    }

    private static void put(Map<String, String> byRole, String role, String entry) {
        if (byRole.put(role, entry) != null) {
            throw new InvalidInputException("--entry is given twice for the role '" + role + "'");
        }
    }
}
