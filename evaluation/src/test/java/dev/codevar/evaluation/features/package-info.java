/** Tests of features kept on the disk. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.features;
