package dev.codevar.training.loop.folder;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.FolderFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a training's checkpoints, each a file of its own that is there whole or not at all.
 *
 * @param folder which is there
 * @param keep how many stay, the newest
 */
public record Checkpoints(Path folder, int keep) {
    private static final Pattern NAME = Pattern.compile("step-(\\d{6,10})\\.safetensors");

    /** What a checkpoint's name ends in once it was found broken. */
    private static final String BROKEN = ".broken";

    /** {@return the file's name, which sorts by the step} */
    public static String name(int step, String ending) {
        return String.format(Locale.ROOT, "step-%06d%s", step, ending);
    }

    private Path file(int step) {
        return folder.resolve(name(step, ".safetensors"));
    }

    /**
     * Writes what a training goes on from after so many steps; the oldest goes.
     *
     * @return the file
     */
    public Path write(int step, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Safetensors.write(file(step), tensors, metadata);
        List<Path> newestFirst = new ArrayList<>(files(folder).values());
        Collections.reverse(newestFirst);
        newestFirst.stream().skip(keep).forEach(FolderFiles::delete);
        return file(step);
    }

    /** {@return whether there is a checkpoint in {@code folder}, whole or broken} */
    static boolean any(Path folder) {
        return !files(folder).isEmpty();
    }

    private static TreeMap<Long, Path> files(Path folder) {
        TreeMap<Long, Path> files = new TreeMap<>();
        for (Path file : FolderFiles.list(folder)) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                files.put(Long.parseLong(name.group(1)), file);
            }
        }
        return files;
    }

    /**
     * Opens the newest that is whole. Newer ones that were read and are broken are set aside under another name, as they will be
     * written anew; nothing is deleted.
     *
     * @return null where there is none
     * @throws CodeVarException where there are some, and all are broken; or where one cannot be read, which need not be its fault
     */
    @Nullable
    public Checkpoint newest() {
        @Nullable BrokenFileException broken = null;
        List<Path> spoilt = new ArrayList<>();
        for (Path file : files(folder).descendingMap().values()) {
            try {
                Checkpoint whole = Checkpoint.open(file);
                spoilt.forEach(Checkpoints::setAside);
                return whole;
            } catch (BrokenFileException e) {
                broken = broken == null ? e : broken;
                spoilt.add(file);
            }
        }
        if (broken != null) {
            throw broken;
        }
        return null;
    }

    private static void setAside(Path file) {
        FolderFiles.move(file, file.resolveSibling(file.getFileName() + BROKEN));
    }
}
