package dev.codevar.lab.train.task;

import dev.codevar.lab.data.Crops;

/**
 * One way to see a picture.
 *
 * @param crops where it is cut out, if it is larger
 * @param mirrored whether left is right
 */
record View(Crops crops, boolean mirrored) {}
