package dev.codevar;

import java.util.Map;

/**
 * What an {@link Engine} has done since it was started, for metrics. All but the first three only grow.
 *
 * @param waitingRequests requests with pictures that are not begun
 * @param waitingPictures those pictures
 * @param runningPictures pictures that are being drawn
 * @param done requests that were done
 * @param failed requests that ended with an error
 * @param cancelled requests that were cancelled, interrupted or stopped by their observers
 * @param refused requests that were refused: the queue full, or the wait longer than the deadline
 * @param pictures pictures that were made
 * @param batches batches that were drawn
 * @param batchPictures pictures in those batches when they began
 * @param secondsWaiting time that requests waited before they were begun
 * @param scalesTransformers scales of batches that the transformers have drawn, by their roles
 * @param secondsTransformers time in the transformers, by their roles: what several model sets have in one role is added up. On CUDA
 *     devices scales are only begun when they are reported, and the last role of a plan waits for all
 * @param secondsPictures time for turning latents into pictures
 */
public record EngineCounters(
        int waitingRequests,
        long waitingPictures,
        int runningPictures,
        long done,
        long failed,
        long cancelled,
        long refused,
        long pictures,
        long batches,
        long batchPictures,
        double secondsWaiting,
        Map<String, Long> scalesTransformers,
        Map<String, Double> secondsTransformers,
        double secondsPictures) {}
