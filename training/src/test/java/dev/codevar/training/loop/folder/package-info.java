/** Tests of what a training's folder holds. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.folder;
