@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.reconstruct;
