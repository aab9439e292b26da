/** Tests of the command line as a whole, and {@link Cli} for those of every command. */
@org.jspecify.annotations.NullMarked
package dev.codevar.app;
