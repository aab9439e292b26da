package dev.codevar.cluster.drive;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.parts.AcceptedPart;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which parts of a run count: the first one of every block. Each is written down in a file of its own, whole or not understood, so
 * that it still counts for the next driver.
 */
final class Ledger {
    private final OutputFolder out;
    private final Blocks blocks;
    private final Maker first;
    private final TreeMap<Integer, AcceptedPart> accepted = new TreeMap<>();
    private final BitSet taken = new BitSet();
    private final Set<Maker> makers = new LinkedHashSet<>();

    private Ledger(OutputFolder out, Blocks blocks, Maker first) {
        this.out = out;
        this.blocks = blocks;
        this.first = first;
        makers.add(first);
    }

    /**
     * {@return what counts so far: what is written down, and whose file is there and has the SHA-256 that it was written with}
     *
     * @param blocks all that are wanted
     * @param first who began the run
     */
    static Ledger open(OutputFolder out, Blocks blocks, Maker first) {
        Ledger ledger = new Ledger(out, blocks, first);
        // Each is read to its end: a store that is far is asked for several at once.
        List<AcceptedPart> whole = out.names(PartFolder.ACCEPTED).parallelStream()
                .flatMap(name -> ledger.read(PartFolder.ACCEPTED + "/" + name).stream())
                .toList();
        whole.forEach(ledger::countIfFree);
        return ledger;
    }

    /** Counts what is left of a run that was finished once, and writes it down: the manifest is about to be written anew. */
    synchronized void takeOver(PartManifest before) {
        makers.addAll(before.makers());
        // Which of them drew a part is no longer known.
        before.parts().stream()
                .filter(part -> isThere(part) && isFree(part))
                .forEach(part -> accept(new AcceptedPart(part, first, "")));
    }

    private boolean isThere(Part part) {
        String file = PartFolder.PARTS + "/" + part.file();
        return out.length(file).orElse(-1) == part.bytes() && out.sha256(file).equals(Optional.of(part.sha256()));
    }

    /** {@return what is written down; what a killed driver left half written is of a part that nobody has counted yet} */
    private Optional<AcceptedPart> read(String name) {
        try {
            AcceptedPart found = Json.parse(out.text(name).orElse(""), AcceptedPart.class, out.address(name));
            if (found.part().first() + found.part().blocks() <= blocks.count() && isThere(found.part())) {
                return Optional.of(found);
            }
            out.delete(PartFolder.PARTS + "/" + found.part().file());
        } catch (BrokenFileException e) {
            // It names no part that could be looked for.
        }
        out.delete(name);
        return Optional.empty();
    }

    private void countIfFree(AcceptedPart found) {
        if (isFree(found.part())) {
            count(found);
        } else {
            out.delete(accepted(found.part()));
        }
    }

    private static String accepted(Part part) {
        return PartFolder.ACCEPTED + "/" + part.file() + ".json";
    }

    /**
     * Counts a part.
     *
     * @return false if one of its blocks has a part already, and this one is not needed
     */
    synchronized boolean accept(AcceptedPart offered) {
        Part part = offered.part();
        if (!isFree(part)) {
            return false;
        }
        out.write(accepted(part), Json.file(offered));
        count(offered);
        return true;
    }

    private boolean isFree(Part part) {
        return taken.get(part.first(), part.first() + part.blocks()).isEmpty();
    }

    private void count(AcceptedPart found) {
        Part part = found.part();
        accepted.put(part.first(), found);
        taken.set(part.first(), part.first() + part.blocks());
        makers.add(found.maker());
    }

    /** {@return the blocks without a part} */
    synchronized SortedSet<Integer> missing() {
        return IntStream.range(0, blocks.count())
                .filter(block -> !taken.get(block))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return how many pictures the parts that count have} */
    synchronized int pictures() {
        return taken.stream().map(blocks::length).sum();
    }

    /** {@return what counts, in the order of blocks} */
    synchronized List<Part> parts() {
        return accepted.values().stream().map(AcceptedPart::part).toList();
    }

    /** {@return all that made what counts} */
    synchronized Set<Maker> madeBy() {
        return accepted.values().stream().map(AcceptedPart::maker).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return all that drew, the one that began the run first} */
    synchronized List<Maker> makers() {
        return List.copyOf(makers);
    }

    /** Deletes what attempts have left that do not count. */
    void sweep() {
        sweep(Instant.MAX);
    }

    /** As {@link #sweep()}, but leaves alone what was written since then: another driver may be at work there. */
    synchronized void sweep(Instant before) {
        Set<String> counted = parts().stream().map(Part::file).collect(Collectors.toSet());
        for (String name : out.names(PartFolder.PARTS, before)) {
            if (!counted.contains(name)) {
                out.delete(PartFolder.PARTS + "/" + name);
            }
        }
    }
}
