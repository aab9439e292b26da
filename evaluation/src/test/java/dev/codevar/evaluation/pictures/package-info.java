/** Tests of sets of pictures as they lie on the disk. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.pictures;
