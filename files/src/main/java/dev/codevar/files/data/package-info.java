/** Labelled pictures to train on and to measure with. */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.data;
