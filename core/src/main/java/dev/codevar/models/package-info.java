/**
 * Model sets: folders of weights with a description of what is in them and how it plays together. A folder with
 * {@code model.json}, or with files as they were published or as trainings leave them, comes in; a {@link ModelSet} goes out, and a plan in a user's
 * words becomes a {@link PlanSpec}. {@link Conversion} makes such a folder of checkpoint files; {@link ModelFingerprint} names the
 * weights that a plan uses.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.models;
