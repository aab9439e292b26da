package dev.codevar.sampling;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished shard of a run.
 *
 * @param files what is in its folder
 * @param run the share that it is
 * @param checksums what its journal says of its blocks
 */
record Shard(RunFiles files, SampleRun run, List<Long> checksums) {

    /**
     * Looks at the shards.
     *
     * @param folders all of a run's shards, in any order
     * @return them in their order
     * @throws InvalidInputException if one is missing, there twice, no shard, or of another run
     * @throws dev.codevar.fault.CodeVarException if one is not finished
     */
    static List<Shard> allOf(List<Path> folders) {
        List<Shard> shards = folders.stream().map(Shard::of).toList();
        if (shards.isEmpty()) {
            throw new InvalidInputException("no shards are named: name the folders of all of a run's shards");
        }
        shards.forEach(shard -> shard.requireOfOneRunWith(shards.get(0)));
        List<Shard> inOrder = new ArrayList<>();
        for (int number = 1; number <= shards.get(0).run.shards(); number++) {
            inOrder.add(only(number, shards));
        }
        inOrder.forEach(Shard::requireFinished);
        return inOrder;
    }

    private static Shard of(Path folder) {
        RunFiles files = new RunFiles(folder);
        SampleRun own = files.recorded()
                .orElseThrow(() -> new InvalidInputException(folder + " is no shard: no run was begun there"));
        if (own.shards() == 1) {
            throw new InvalidInputException(folder + " is a whole run, not a shard");
        }
        return new Shard(files, own, files.checksums(own));
    }

    private void requireOfOneRunWith(Shard first) {
        if (run.shards() != first.run.shards()) {
            throw new InvalidInputException(folder() + " is one of " + run.shards() + " shards, but " + first.folder()
                    + " one of " + first.run.shards());
        }
        run.whole().firstDifference(first.run.whole()).ifPresent(difference -> {
            throw new InvalidInputException(folder() + " is of another run than " + first.folder() + ": " + difference);
        });
    }

    private static Shard only(int number, List<Shard> shards) {
        List<Shard> found =
                shards.stream().filter(shard -> shard.run.shard() == number).toList();
        if (found.size() > 1) {
            throw new InvalidInputException(found.get(0).folder() + " and "
                    + found.get(1).folder() + " are both " + found.get(0).name());
        }
        if (found.isEmpty()) {
            String missing = number + "/" + shards.get(0).run.shards();
            throw new InvalidInputException(
                    "shard " + missing + " is missing: codevar sample makes it by the options of "
                            + shards.get(0).folder() + " and --shard " + missing);
        }
        return found.get(0);
    }

    private void requireFinished() {
        if (!files.isComplete() || checksums.size() < run.blocks().count()) {
            throw new BrokenFileException(folder() + ", " + name() + ", is not finished: codevar sample --out "
                    + folder() + " goes on with it");
        }
    }

    private Path folder() {
        return files.folder();
    }

    /** {@return the file of what it keeps of its pictures} */
    Path records() {
        return files.records(run);
    }

    /** {@return how it is called} */
    String name() {
        return "shard " + run.shard() + "/" + run.shards();
    }

    /** {@return what to do where a file of it is broken} */
    String remedy() {
        return "codevar sample --out " + folder() + " makes " + name() + " whole again";
    }
}
