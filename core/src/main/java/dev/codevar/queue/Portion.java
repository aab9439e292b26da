package dev.codevar.queue;

/**
 * Units of a job that are worked on together with others.
 *
 * @param job the job
 * @param first its first unit
 * @param count how many units, at least 1
 */
public record Portion<J extends Job>(J job, int first, int count) {}
