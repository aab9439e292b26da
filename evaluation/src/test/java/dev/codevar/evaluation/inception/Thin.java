package dev.codevar.evaluation.inception;

import java.util.List;

/** The network with a part of its channels: everything else is the real one's. */
final class Thin {
    private static final Architecture REAL = Architecture.PUBLISHED;

    private Thin() {}

    static Architecture by(int divisor) {
        return new Architecture(
                REAL.stem().stream().map(branch -> thin(branch, divisor)).toList(),
                REAL.blocks().stream()
                        .map(block -> new InceptionBlock(
                                block.name(),
                                block.branches().stream()
                                        .map(branch -> thin(branch, divisor))
                                        .toList()))
                        .toList(),
                REAL.spatialBlock(),
                REAL.classes());
    }

    private static Branch thin(Branch branch, int divisor) {
        return new Branch(branch.pool(), thin(branch.chain(), divisor), thin(branch.fork(), divisor));
    }

    private static List<Unit> thin(List<Unit> units, int divisor) {
        return units.stream()
                .map(unit -> new Unit(
                        unit.name(), unit.out() / divisor, unit.high(), unit.wide(), unit.stride(), unit.padded()))
                .toList();
    }
}
