/** Tests of {@code evaluate} and {@code sweep}, nearly all through the command line itself. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.scoring;
