package dev.codevar.training.parallel;

/**
 * What all processes do next.
 *
 * @param stop whether they end before the next step, since one of them is to
 * @param save whether a checkpoint follows the next step, as the first one says
 */
public record Next(boolean stop, boolean save) {}
