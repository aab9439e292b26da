package dev.codevar.training.loop;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a training ended.
 *
 * @param step how many steps were taken, in all
 * @param weights what came of it; empty where it was stopped before the last step, and goes on from there when it is begun again
 */
public record Outcome(int step, Optional<Path> weights) {}
