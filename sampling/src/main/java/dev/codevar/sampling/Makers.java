package dev.codevar.sampling;

import dev.codevar.fault.CodeVarException;
import dev.codevar.file.WholeFile;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that drew pictures of a run: the one that began it, which the run itself names, and those that went on with it.
 *
 * @param all in the order in which they came, each once
 */
record Makers(List<Maker> all) {
    private static final String FILE = "makers.json";

    Makers {
        all = List.copyOf(all);
    }

    /** {@return those of the run that was begun in this folder} */
    static Makers of(Path folder, SampleRun begun) {
        List<Maker> all = new ArrayList<>(List.of(begun.maker()));
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            try {
                all.addAll(Json.parse(Files.readString(file), Makers.class, file.toString()).all);
            } catch (IOException e) {
                throw CodeVarException.cannotRead(file, e);
            }
        }
        return new Makers(all);
    }

    /** {@return these and another, which is recorded in the folder if it is new} */
    Makers with(Maker maker, Path folder) {
        if (all.contains(maker)) {
            return this;
        }
        List<Maker> more = new ArrayList<>(all);
        more.add(maker);
        byte[] later = Json.file(new Makers(more.subList(1, more.size()))).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(folder.resolve(FILE), later);
        return new Makers(more);
    }
}
