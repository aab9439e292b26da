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
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    private final Predicate<Maker> counting;
    private final Instant since;
    private final Set<String> old;
    private final TreeMap<Integer, AcceptedPart> accepted = new TreeMap<>();
    private final BitSet taken = new BitSet();
    private final Set<Maker> makers = new LinkedHashSet<>();
    private final Set<String> others = new HashSet<>();

    private Ledger(OutputFolder out, Blocks blocks, Maker first, Predicate<Maker> counting, Instant since) {
        this.out = out;
        this.blocks = blocks;
        this.first = first;
        this.counting = counting;
        this.since = since;
        this.old = Set.copyOf(out.names(PartFolder.ACCEPTED, since));
        makers.add(first);
    }

    /**
     * {@return what counts so far: what is written down, and whose file is there with the SHA-256 of then} No other driver is at work.
     *
     * @param blocks all that are wanted
     * @param first who began the run
     */
    static Ledger open(OutputFolder out, Blocks blocks, Maker first) {
        return open(out, blocks, first, maker -> true, Instant.MAX);
    }

    /**
     * As {@link #open(OutputFolder, Blocks, Maker)}, but other drivers may be at work in the folder.
     *
     * @param first whose parts go before those of others
     * @param counting whose parts count; those of others are left to them
     * @param since what was written since then is never deleted for not being understood, or not needed: a driver may be writing it
     */
    static Ledger open(OutputFolder out, Blocks blocks, Maker first, Predicate<Maker> counting, Instant since) {
        Ledger ledger = new Ledger(out, blocks, first, counting, since);
        // Each is read to its end: a store that is far is asked for several at once.
        out.names(PartFolder.ACCEPTED).parallelStream()
                .flatMap(name -> ledger.read(name).stream())
                .sorted(Comparator.comparing(found -> !found.maker().equals(first)))
                .forEachOrdered(ledger::countIfFree);
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
        return part.first() + part.blocks() <= blocks.count()
                && out.length(file).orElse(-1) == part.bytes()
                && out.sha256(file).equals(Optional.of(part.sha256()));
    }

    /** {@return what is written down; what a driver has half written is of a part that nobody has counted yet} */
    private Optional<AcceptedPart> read(String name) {
        String file = PartFolder.ACCEPTED + "/" + name;
        try {
            AcceptedPart found = Json.parse(out.text(file).orElse(""), AcceptedPart.class, out.address(file));
            if (!counting.test(found.maker()) || isThere(found.part())) {
                return Optional.of(found);
            }
            out.delete(PartFolder.PARTS + "/" + found.part().file());
            out.delete(file);
        } catch (BrokenFileException e) {
            // It names no part that could be looked for.
            deleteIfOld(name);
        }
        return Optional.empty();
    }

    private void deleteIfOld(String name) {
        if (old.contains(name)) {
            out.delete(PartFolder.ACCEPTED + "/" + name);
        }
    }

    private void countIfFree(AcceptedPart found) {
        if (counting.test(found.maker()) && isFree(found.part())) {
            count(found);
        } else if (found.maker().equals(first)) {
            deleteIfOld(accepted(found.part()));
        } else {
            others.add(found.part().file());
        }
    }

    private static String accepted(Part part) {
        return part.file() + ".json";
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
        out.write(PartFolder.ACCEPTED + "/" + accepted(part), Json.file(offered));
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

    /**
     * Deletes what attempts have left that does not count.
     *
     * @param alsoOthers also what other makers wrote down, who may count it
     */
    synchronized void sweep(boolean alsoOthers) {
        Set<String> kept = new HashSet<>(alsoOthers ? Set.of() : others);
        parts().forEach(part -> kept.add(part.file()));
        out.names(PartFolder.PARTS, since).stream()
                .filter(name -> !kept.contains(name))
                .forEach(name -> out.delete(PartFolder.PARTS + "/" + name));
    }
}
