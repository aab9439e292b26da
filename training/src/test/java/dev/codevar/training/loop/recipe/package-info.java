/** Tests of recipes. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.recipe;
