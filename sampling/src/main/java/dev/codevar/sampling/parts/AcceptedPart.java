package dev.codevar.sampling.parts;

import dev.codevar.sampling.run.Maker;

/**
 * A part that counts, and who drew it.
 *
 * @param part the part
 * @param maker what drew it beside the models
 * @param by which process of which machine that was, for people
 */
public record AcceptedPart(Part part, Maker maker, String by) {}
