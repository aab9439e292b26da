package dev.codevar.training.task;

import dev.codevar.files.data.Crops;

/**
 * One way to see a picture.
 *
 * @param crops where it is cut out, if it is larger
 * @param mirrored whether left is right
 */
public record View(Crops crops, boolean mirrored) {}
