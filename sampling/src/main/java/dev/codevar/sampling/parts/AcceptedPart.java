package dev.codevar.sampling.parts;

import dev.codevar.sampling.run.Maker;

/**
 * A part that counts, and who drew it.
 *
 * @param part the part
 * @param maker what drew it beside the models
 */
public record AcceptedPart(Part part, Maker maker) {}
